"""Pages with every fact, and ways to change one thing in them."""

import re

from scrapers.records import Film, LoggedFilm, WatchlistFilm
from scrapers.standin import render

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
)
LOGGED = (
    LoggedFilm(90001, "the-lantern", "The Lantern", 2019, rating=4.0),
    LoggedFilm(90002, "waves", "Waves", None, liked=True),
    LoggedFilm(90003, "class-of", "Class of (1984)", 1999, rating=0.5, liked=True),
)
WANTED = tuple(
    WatchlistFilm(film.film_id, film.slug, film.title, film.release_year) for film in LOGGED
)


def film_page(generation: int = 3) -> str:
    return render.film_page(FILM, generation=generation)


def member_films_page(generation: int = 3) -> str:
    return render.member_films_page("ada", LOGGED, 2, 1200, 9000, generation=generation)


def watchlist_page(generation: int = 3) -> str:
    return render.watchlist_page("ada", WANTED, 2, 3, 1415, generation=generation)


def changed(html: str, *changes: tuple[str, str]) -> str:
    """`html` with each pattern replaced wherever it occurs, which must be somewhere."""
    for pattern, replacement in changes:
        literal = replacement.replace("\\", r"\\")
        html, count = re.subn(pattern, literal, html, flags=re.DOTALL)
        assert count, f"the page has no {pattern}"
    return html
