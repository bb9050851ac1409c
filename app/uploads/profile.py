"""From single facts about films to the record that all features read."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from app.problems import problem
from app.store.members import Profile, Source
from app.uploads.answer import Unmatched

MOST_FILMS = 50_000  # more than anybody has logged
GREATEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Taken:
    """What an upload says: a profile, and the rows that could not be used, `unmatched_count` in
    all, of which `unmatched` has the first."""

    profile: Profile
    unmatched: list[Unmatched]
    unmatched_count: int


def build(
    source: Source,
    username: str | None,
    logged: Iterable[int],
    stars: Mapping[int, float],
    liked: Set[int],
    *,
    watched_on: Mapping[int, date],
    watchlist: Iterable[int],
) -> Profile:
    """`logged` are film ids; so are the keys of `stars` (0.5..5) and `watched_on`, and `liked`,
    and logged too.

    Raises Problem: invalid_request.
    """
    films, wanted = _ids(logged), _ids(watchlist)
    if max(len(films), len(wanted)) > MOST_FILMS:
        raise problem("invalid_request", reason=f"More than {MOST_FILMS} films cannot be taken")
    return Profile(
        username=username,
        source=source,
        read_at=datetime.now(UTC),
        movie_ids=np.array(films, np.int64),
        stars=np.array([stars.get(film, np.nan) for film in films], np.float64),
        liked=np.array([film in liked for film in films], np.bool_),
        watched_on=np.array([watched_on.get(film) for film in films], "datetime64[D]"),
        watchlist=np.array(wanted, np.int64),
    )


def _ids(films: Iterable[int]) -> list[int]:
    return sorted({film for film in films if film <= GREATEST_ID})
