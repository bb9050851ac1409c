"""Members and what they logged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, ScalarSelect, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from app.store import logged_films
from app.store.schema import members, ratings
from scrapers.records import LoggedFilm

# What the names of those begin with whose ratings are from elsewhere: they are for training alone.
# No member's name can, so nothing is ever answered of them.
IMPORTED = "ml:"

# Where a profile is from: the member's pages, their feed, what was stored of their pages some
# time ago, their export, or a list made by hand.
Source = Literal["pages", "feed", "stored", "export", "list"]

Days = NDArray[np.datetime64]  # datetime64[D]


@dataclass(frozen=True)
class FeedRead:
    """The feed that a profile was freshened by, or is all of: when it was read, how many viewings
    it has, and how many films of theirs have no known id."""

    read_at: datetime
    viewings: int
    unmatched: int


@dataclass(frozen=True)
class Profile:
    """All that a member logged, one array element per film; `stars` is NaN where not rated.

    `watched_on` is the day each film was last watched, NaT where the source does not tell.
    `username` is None where an upload does not tell it; `watchlist` holds film ids, and is None
    where it was not read.
    """

    username: str | None
    read_at: datetime
    movie_ids: NDArray[np.int64]
    stars: NDArray[np.float64]
    liked: NDArray[np.bool_]
    watched_on: Days
    source: Source = "pages"
    watchlist: NDArray[np.int64] | None = None
    feed: FeedRead | None = None

    @property
    def rated(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.stars)

    @property
    def empty(self) -> bool:
        """Whether the member has logged nothing; a feed cannot tell that."""
        return not len(self.movie_ids) and self.source != "feed"

    @property
    def uploaded(self) -> bool:
        """Whether it came from a visitor, and not from Letterboxd."""
        return self.source in ("export", "list")

    @property
    def called(self) -> str:
        """The member at the beginning of a sentence."""
        return "You" if self.username is None else f"“{self.username}”"


def save(connection: Connection, username: str, logged: Iterable[LoggedFilm]) -> Profile:
    """Replace what is stored of a member by what their profile says now; returns that."""
    stamp = insert(members).values(username=username, read_at=func.now())
    number, read_at = connection.execute(
        stamp.on_conflict_do_update(
            index_elements=["username"], set_={"read_at": stamp.excluded.read_at}
        ).returning(members.c.number, members.c.read_at)
    ).one()
    logged_films.replace(connection, number, logged)
    return _profile(connection, username, read_at)


def load(connection: Connection, username: str) -> Profile | None:
    """What is stored of a member; None if they were never read."""
    query = select(members.c.read_at).where(members.c.username == username)
    read_at = connection.execute(query).scalar_one_or_none()
    return None if read_at is None else _profile(connection, username, read_at)


def _profile(connection: Connection, username: str, read_at: datetime) -> Profile:
    columns = (ratings.c.movie_id, ratings.c.half_stars, ratings.c.liked, ratings.c.watched_on)
    query = select(*columns).where(ratings.c.member == number_of(username))
    rows = connection.execute(query.order_by(ratings.c.movie_id)).all()
    movie_ids, half_stars, liked, watched_on = zip(*rows, strict=True) if rows else ((),) * 4
    return Profile(
        username=username,
        read_at=read_at.astimezone(UTC),  # the database answers in its own time zone
        movie_ids=np.array(movie_ids, np.int64),
        stars=np.array(half_stars, np.float64) / 2,
        liked=np.array(liked, np.bool_),
        watched_on=np.array(watched_on, "datetime64[D]"),
    )


def unstored(username: str, logged: Iterable[LoggedFilm], read_at: datetime) -> Profile:
    """What save() returns, of a member who was read then and cannot be stored."""
    films = sorted(logged, key=lambda film: film.film_id)
    return Profile(
        username=username,
        read_at=read_at,
        movie_ids=np.array([film.film_id for film in films], np.int64),
        stars=np.array([film.rating for film in films], np.float64),
        liked=np.array([film.liked for film in films], np.bool_),
        watched_on=np.full(len(films), "NaT", "datetime64[D]"),
    )


def number_of(username: str) -> ScalarSelect[int]:
    """What other tables know a member by; null if they were never read."""
    return select(members.c.number).where(members.c.username == username).scalar_subquery()


def forget(connection: Connection, username: str) -> bool:
    """Delete all that is stored of a member; False if there was nothing."""
    gone = connection.execute(delete(members).where(members.c.username == username))
    return gone.rowcount > 0
