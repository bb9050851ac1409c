"""Films and members, read from their pages and feeds."""

import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import TypeVar

from scrapers.errors import PageError, ScraperError
from scrapers.feed import parse_feed
from scrapers.http import Client
from scrapers.pages.diary import parse_diary
from scrapers.pages.film import parse_film
from scrapers.pages.member_films import parse_member_films
from scrapers.pages.profile import parse_profile
from scrapers.pages.watchlist import parse_watchlist
from scrapers.records import (
    Diary,
    DiaryEntry,
    Feed,
    Film,
    LoggedFilm,
    MemberFilms,
    Watchlist,
    WatchlistFilm,
)
from scrapers.validators import UNKNOWN, Validators

OnPage = Callable[[int, int], None]
P = TypeVar("P", MemberFilms, Watchlist, Diary)

USERNAME = re.compile(r"[A-Za-z0-9_]{2,30}")
PROFILE_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?letterboxd\.com/([^/?#]+)/?.*", re.I | re.S)
SLUG = re.compile(r"[a-z0-9][a-z0-9_:-]{0,199}")


@dataclass(frozen=True)
class MemberProfile:
    """All films that a member logged, each once, in the site's order."""

    username: str
    films: tuple[LoggedFilm, ...]


@dataclass(frozen=True, slots=True)
class FilmRead:
    """A film as its page said just now; None if the page has not changed."""

    film: Film | None
    validators: Validators = UNKNOWN


def normalise_username(text: str) -> str:
    """The username in lower case, from a name, @name or a profile's address.

    Raises ValueError if there is none.

    >>> normalise_username(" https://letterboxd.com/Night_Owl/films/ ")
    'night_owl'
    """
    address = PROFILE_ADDRESS.fullmatch(text.strip())
    name = address[1] if address else text.strip().removeprefix("@")
    if not USERNAME.fullmatch(name):  # before lower(), which makes ASCII of some other letters
        raise ValueError("a username has 2 to 30 letters, digits and underscores")
    return name.lower()


def is_slug(text: str) -> bool:
    """Whether `text` can name a film, as in /film/SLUG/."""
    return SLUG.fullmatch(text) is not None


def read_film(client: Client, slug: str, known: Validators = UNKNOWN) -> FilmRead:
    """The film at /film/SLUG/, unless its page is still as `known`; its own slug differs if it was
    renamed."""
    if not is_slug(slug):
        raise ValueError(f"not a film's slug: {slug!r}")
    page = client.get_page(f"/film/{slug}/", known)
    return FilmRead(None if page.body is None else parse_film(page.body), page.validators)


def _ignore(done: int, total: int) -> None:
    """Nobody wants to hear of the pages."""


def read_member(
    client: Client, username: str, on_page: OnPage = _ignore, first: MemberFilms | None = None
) -> MemberProfile:
    """All that a member logged: the first page, unless it was just read, then the others
    concurrently.

    `on_page` hears of each page read: how many are done, of how many. Raises ValueError for
    what cannot be a username, and the ScraperError of the first page that fails.
    """
    path = f"/{normalise_username(username)}/films/"
    pages = _read_pages(client, path, parse_member_films, on_page, first=first)
    films = {film.film_id: film for page in pages for film in page.films}
    return MemberProfile(pages[0].owner, tuple(films.values()))


def read_first_films(client: Client, username: str) -> MemberFilms:
    """The first page of a member's films; one request."""
    return parse_member_films(client.get(f"/{normalise_username(username)}/films/"))


def read_watchlist(
    client: Client, username: str, on_page: OnPage = _ignore
) -> tuple[WatchlistFilm, ...]:
    """A member's watchlist, the newest first; raises PageError if a film is missing from it."""
    path = f"/{normalise_username(username)}/watchlist/"
    pages = _read_pages(client, path, parse_watchlist, on_page)
    films = {film.film_id: film for page in pages for film in page.films}
    if len(films) < pages[0].total:
        raise PageError("watchlist", f"{pages[0].total - len(films)} of {pages[0].total} films")
    return tuple(films.values())


def read_diary(client: Client, username: str, on_page: OnPage = _ignore) -> tuple[DiaryEntry, ...]:
    """Every viewing in a member's diary, each once, the newest first."""
    path = f"/{normalise_username(username)}/diary/"
    pages = _read_pages(client, path, parse_diary, on_page, later="films/page")
    entries = {entry.log_id: entry for page in pages for entry in page.entries}
    return tuple(entries.values())


def read_feed(client: Client, username: str) -> Feed:
    """A member's newest viewings and lists, some 50 of each at most; one request."""
    return parse_feed(client.get(f"/{normalise_username(username)}/rss/"))


def read_bio(client: Client, username: str) -> str:
    """What a member says of themselves on their page, empty if nothing; one request."""
    name = normalise_username(username)
    page = parse_profile(client.get(f"/{name}/"))
    if page.owner.lower() != name:
        raise PageError("profile", f"the owner {name}")
    return page.bio


def _read_pages(
    client: Client,
    path: str,
    parse: Callable[[str], P],
    on_page: OnPage,
    *,
    later: str = "page",
    first: P | None = None,
) -> list[P]:
    """Every page of a list, in order; the first failure ends it.

    The first page is at `path`, the others are numbered below `later`.
    """
    first = first or parse(client.get(path))
    on_page(1, first.last_page)

    def read(number: int) -> P:
        page = parse(client.get(f"{path}{later}/{number}/"))
        _check(page, first, number)
        return page

    pages = {1: first}
    with closing(client.map(read, range(2, first.last_page + 1))) as others:
        for number, page in others:
            if isinstance(page, ScraperError):
                raise page
            pages[number] = page
            on_page(len(pages), first.last_page)
    return [pages[number] for number in sorted(pages)]


def _check(page: P, first: P, number: int) -> None:
    """Only the last page may be empty: a film was removed since the first was read."""
    if page.owner.lower() != first.owner.lower():
        raise PageError("list", f"the owner {first.owner} on page {number}")
    items = page.entries if isinstance(page, Diary) else page.films
    if items and page.page != number:
        raise PageError("list", f"page {number}")
    if not items and number < first.last_page:
        raise PageError("list", f"films on page {number}")
