"""Whether a member logged anything since they were last read, for one request or two."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from scrapers.errors import NotFoundError, PageError, PrivateError, RobotsDisallowedError
from scrapers.http import Client
from scrapers.letterboxd import read_feed, read_first_films, read_member
from scrapers.records import LoggedFilm, MemberFilms

NO_FEED = (NotFoundError, PrivateError, PageError, RobotsDisallowedError)


@dataclass(frozen=True, slots=True)
class Marks:
    """Numbers of 64 bits that stay the same as long as the first films page (with the number of
    all films) and the feed do; `feed` is None where it was not needed or cannot be read."""

    films: int
    feed: int | None


@dataclass(frozen=True, slots=True)
class MemberRead:
    """What a member's pages said just now; `films` is None if nothing has changed."""

    marks: Marks
    films: tuple[LoggedFilm, ...] | None


def read_changes(client: Client, username: str, known: Marks | None) -> MemberRead:
    """All that a member logged, unless the marks are still those `known`.

    The films pages begin with the newest releases, and those by date may not be read. So a
    change of stars or likes that is neither on the first page nor among the feed's newest
    entries goes unseen, and so does a film that was exchanged for another in that way: read
    such a member whole now and then, with None for `known`. Raises the ScraperError of the
    films pages; no failure of a feed says that a member is gone.
    """
    first = read_first_films(client, username)
    if first.last_page == 1:
        marks = Marks(_of_films(first), None)
        return MemberRead(marks, None if marks == known else first.films)
    marks = Marks(_of_films(first), _of_feed(client, username))
    if marks == known and marks.feed is not None:
        return MemberRead(marks, None)
    return MemberRead(marks, read_member(client, username, first=first).films)


def _of_films(first: MemberFilms) -> int:
    films = ((film.film_id, film.rating, film.liked) for film in first.films)
    return _digest([first.total, first.last_page, *films])


def _of_feed(client: Client, username: str) -> int | None:
    try:
        feed = read_feed(client, username)
    except NO_FEED:
        return None
    return _digest((film.log_id, film.slug, film.rating, film.liked) for film in feed.films)


def _digest(facts: Iterable[object]) -> int:
    hashed = blake2b(repr([*facts]).encode(), digest_size=8).digest()
    return int.from_bytes(hashed, signed=True)
