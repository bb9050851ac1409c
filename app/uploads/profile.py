"""From single facts about films to the record that all features read."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from app.problems import problem
from app.store.members import Profile, Source
from app.uploads.answer import Unmatched

MOST_FILMS = 50_000  # more than anybody has logged
GREATEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Taken:
    """What an upload says: films seen as a profile, and how many are still to be seen."""

    profile: Profile
    watchlist: int
    unmatched: list[Unmatched]


def build(
    source: Source,
    username: str | None,
    logged: Iterable[int],
    stars: Mapping[int, float],
    liked: Set[int],
) -> Profile:
    """`logged` are film ids; so are the keys of `stars` (0.5..5) and `liked`, and logged too.

    Raises Problem: invalid_request.
    """
    films = sorted({film for film in logged if film <= GREATEST_ID})
    if len(films) > MOST_FILMS:
        raise problem("invalid_request", reason=f"More than {MOST_FILMS} films cannot be taken")
    return Profile(
        username=username,
        source=source,
        read_at=datetime.now(UTC),
        movie_ids=np.array(films, np.int64),
        stars=np.array([stars.get(film, np.nan) for film in films], np.float64),
        liked=np.array([film in liked for film in films], np.bool_),
    )
