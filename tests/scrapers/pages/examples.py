"""Pages with every fact, and ways to change one thing in them."""

import re
from datetime import date

from scrapers.records import DiaryEntry, Film, LoggedFilm, WatchlistFilm
from scrapers.standin import render
from scrapers.standin.diary import Viewing
from scrapers.standin.render_member import diary_page as render_diary
from scrapers.standin.render_member import profile_page as render_profile
from scrapers.standin.world import Member

GENERATIONS = (2, 3)

FILM = Film(
    film_id=90001,
    slug="the-lantern",
    title="The Lantern",
    release_year=2019,
    runtime=105,
    genres=("Drama", "Fantasy"),
    countries=("France", "Mali"),
    languages=("Bambara", "French"),
    content_type="movie",
    letterboxd_rating=3.67,
    letterboxd_rating_count=1234,
    poster="https://a.ltrbxd.com/resized/film-poster/9/0/0/0/1/90001-the-lantern-0-600-0-900.jpg",
    directors=("Jane Doe", "Åsa Öberg"),
    cast=("A B", "C D"),
    studios=("Small Light",),
    themes=("Faith and doubt", "Light in the dark"),
    synopsis="A keeper.\n\nA sea.",
    tagline="Keep it lit.",
    tmdb_id=71329,
    imdb_id="tt0094349",
    similar=(
        WatchlistFilm(90_002, "waves", "Waves"),
        WatchlistFilm(90_004, "salt-and-tin", "Salt & Tin", 1987),
    ),
)
LOGGED = (
    LoggedFilm(90001, "the-lantern", "The Lantern", 2019, rating=4.0),
    LoggedFilm(90002, "waves", "Waves", None, liked=True),
    LoggedFilm(90003, "class-of", "Class of (1984)", 1999, rating=0.5, liked=True),
)
WANTED = tuple(
    WatchlistFilm(film.film_id, film.slug, film.title, film.release_year) for film in LOGGED
)

VIEWINGS = (
    Viewing(503, LOGGED[2], date(2026, 3, 1), rewatch=True, reviewed=True),
    Viewing(502, LOGGED[1], date(2026, 2, 28)),
    Viewing(501, LOGGED[0], date(2026, 2, 28), rewatch=True),
)
ENTRIES = (
    DiaryEntry(
        log_id=503,
        film_id=90003,
        slug="class-of",
        title="Class of (1984)",
        watched_date=date(2026, 3, 1),
        year=1999,
        rating=0.5,
        liked=True,
        rewatch=True,
        reviewed=True,
    ),
    DiaryEntry(502, 90002, "waves", "Waves", date(2026, 2, 28), liked=True),
    DiaryEntry(
        log_id=501,
        film_id=90001,
        slug="the-lantern",
        title="The Lantern",
        watched_date=date(2026, 2, 28),
        year=2019,
        rating=4.0,
        rewatch=True,
    ),
)


def film_page(generation: int = 3) -> str:
    return render.film_page(FILM, generation=generation)


def member_films_page(generation: int = 3) -> str:
    return render.member_films_page("ada", LOGGED, 2, 1200, 9000, generation=generation)


def profile_page(generation: int = 3, bio: str = "Films, mostly. She/her.") -> str:
    return render_profile(Member("ada", bio, LOGGED), VIEWINGS, generation=generation)


def watchlist_page(generation: int = 3) -> str:
    return render.watchlist_page("ada", WANTED, 2, 3, 1415, generation=generation)


def diary_page(generation: int = 3) -> str:
    return render_diary("ada", VIEWINGS, 2, 1200, 59_999, generation=generation)


def changed(html: str, *changes: tuple[str, str]) -> str:
    """`html` with each pattern replaced wherever it occurs, which must be somewhere."""
    for pattern, replacement in changes:
        literal = replacement.replace("\\", r"\\")
        html, count = re.subn(pattern, literal, html, flags=re.DOTALL)
        assert count, f"the page has no {pattern}"
    return html
