"""What the subjects of the bench share: services, and members who were never asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from sqlalchemy import select

from app.services import Services
from app.store.films import CATALOGUE_COLUMNS
from app.uploads.keep import keep
from app.uploads.profile import Taken, build

WELL_KNOWN = 10_000  # films that members rate: those with item-item weights


@dataclass(frozen=True)
class Newcomer:
    """A member by the token of an upload, and the same ratings (movie_id, stars) as a table."""

    profile: str
    ratings: pd.DataFrame


class Bench:
    """Members are drawn at random, by a seed; each has `rated` films."""

    def __init__(self, services: Services, rated: int) -> None:
        self.services = services
        self._rated = rated
        self._rng = np.random.default_rng(0)

    @cached_property
    def records(self) -> list[dict[str, object]]:
        """The films as rows of the store."""
        with self.services.engine.connect() as connection:
            rows = connection.execute(select(*CATALOGUE_COLUMNS)).mappings()
            return [dict(row) for row in rows]

    def newcomer(self) -> Newcomer:
        films = self._well_known()
        rated = self._rng.choice(films, min(self._rated, len(films)), replace=False)
        stars = self._rng.integers(1, 11, len(rated)) / 2
        return Newcomer(
            self._token(rated.tolist(), stars.tolist()),
            pd.DataFrame({"movie_id": rated, "stars": stars}),
        )

    def newcomers(self, count: int) -> list[str]:
        """The tokens of so many."""
        return [self.newcomer().profile for _ in range(count)]

    def _well_known(self) -> Sequence[int]:
        ids: list[int] = self.services.catalogue.current().films.ids.values[:WELL_KNOWN].tolist()
        return ids

    def _token(self, films: list[int], stars: list[float]) -> str:
        rated = dict(zip(films, stars, strict=True))
        profile = build("list", None, films, rated, set(), watched_on={}, watchlist=())
        return keep(self.services, Taken(profile, [], 0))
