"""The films that a member logged, with what the catalogue knows of them."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from app.catalogue.catalogue import Catalogue
from app.catalogue.facets import Facet
from app.statistics.answer import Kind
from app.store.members import Profile
from models.categories import Categories
from models.statistics.bands import decades, eras, runtime_bands
from models.statistics.watched import Figures, Watched

Named = Literal["genre", "country", "language", "director", "actor"]
FACETS: tuple[Named, ...] = get_args(Named)


@dataclass(frozen=True, eq=False)
class LoggedFilms:
    """All films of a profile, in its order. `rows` are theirs in the catalogue, -1 of a film that
    it lacks; of such a film nothing is known but the rating."""

    catalogue: Catalogue
    rows: NDArray[np.intp]
    watched: Watched
    years: Figures

    @classmethod
    def of(cls, profile: Profile, catalogue: Catalogue) -> "LoggedFilms":
        rows = catalogue.positions(profile.movie_ids)

        def facts(column: str) -> Figures:
            return np.append(catalogue.films.numbers[column], np.nan)[
                rows
            ]  # the last one is that of row -1

        watched = Watched(
            stars=profile.stars,
            averages=facts("letterboxd_rating"),
            rating_counts=facts("letterboxd_rating_count"),
            runtimes=facts("runtime"),
        )
        return cls(catalogue, rows, watched, facts("release_year"))

    def of_facet(self, facet: Facet) -> Categories:
        listed = self.catalogue.facets.of(facet)
        # One more film, without names, for row -1.
        offsets = np.append(listed.offsets, listed.offsets[-1])
        return Categories(listed.names, listed.codes, offsets).take(self.rows)

    def by_kind(self) -> dict[Kind, Categories]:
        named: dict[Kind, Categories] = {facet: self.of_facet(facet) for facet in FACETS}
        return named | {
            "decade": decades(self.years),
            "era": eras(self.years),
            "runtime": runtime_bands(self.watched.runtimes),
        }
