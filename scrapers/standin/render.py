"""Records as pages of the site, in its second or third generation of markup."""

from collections.abc import Sequence

from scrapers.records import ErrorKind, Film, LoggedFilm, WatchlistFilm
from scrapers.standin.filler import filler
from scrapers.standin.histogram import bars
from scrapers.standin.structured import structured_data
from scrapers.standin.templating import template

BASE_URL = "https://letterboxd.com"
ERRORS: dict[ErrorKind, tuple[str, str]] = {
    "not_found": ("message.html", "Sorry, we can’t find the page you’ve requested."),
    "private": ("message.html", "Greetings, Professor Falken. Shall we play a game?"),
    "blocked": ("challenge.html", ""),
    "rate_limited": ("rate_limited.html", ""),
    "unknown": ("forbidden.html", ""),
}


def film_page(
    film: Film, *, base_url: str = BASE_URL, generation: int = 3, page_bytes: int = 0
) -> str:
    """A film's page, filled up to about `page_bytes`; there is no filler if that is less than
    the facts take."""
    return template("film.html", generation).render(
        film=film,
        base_url=base_url,
        structured_data=structured_data(film, base_url, generation),
        filler=filler(page_bytes, generation),
    )


def member_films_page(
    owner: str,
    films: Sequence[LoggedFilm],
    page: int,
    last_page: int,
    total: int,
    *,
    base_url: str = BASE_URL,
    generation: int = 3,
) -> str:
    """One page of a member's `total` films."""
    return template("member_films.html", generation).render(
        owner=owner, films=films, page=page, last_page=last_page, total=total, base_url=base_url
    )


def watchlist_page(
    owner: str,
    films: Sequence[WatchlistFilm],
    page: int,
    last_page: int,
    total: int,
    *,
    base_url: str = BASE_URL,
    generation: int = 3,
) -> str:
    """One page of a watchlist of `total` films."""
    return template("watchlist.html", generation).render(
        owner=owner, films=films, page=page, last_page=last_page, total=total, base_url=base_url
    )


def rating_histogram(film: Film, *, generation: int = 3) -> str:
    """The fragment that a film page loads: the average, and a bar for each rating."""
    return template("histogram.html", generation).render(film=film, bars=bars(film))


def error_page(kind: ErrorKind, *, generation: int = 3) -> str:
    name, message = ERRORS[kind]
    return template(name, generation).render(message=message)
