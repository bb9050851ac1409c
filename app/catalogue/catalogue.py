"""The films in memory: facts, feature matrix and identities, one row each, same order."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from math import isnan
from typing import Any
from urllib.parse import urljoin

import numpy as np
from numpy.typing import NDArray

from app.catalogue.facets import Facets
from app.catalogue.table import FilmTable, Numbers
from app.imports.identity import address
from models.features import Matrix


@dataclass(frozen=True, eq=False)
class Catalogue:
    """`identities` is equal for two entries of one film.

    `site_url` is where the films' pages are, and the posters that the site keeps itself.
    """

    films: FilmTable
    features: Matrix
    identities: NDArray[np.int64]
    newest: datetime | None
    site_url: str
    facets: Facets

    def positions(self, movie_ids: NDArray[np.int64]) -> NDArray[np.intp]:
        """The row of each film, -1 where the catalogue does not have it."""
        return self.films.ids.places(movie_ids)

    def features_of(self, movie_ids: NDArray[np.int64]) -> Matrix:
        """The features of each film, NaN for one that the catalogue does not have."""
        positions = self.positions(movie_ids)
        known = positions >= 0
        features = np.full((len(movie_ids), self.features.shape[1]), np.nan, np.float32)
        features[known] = self.features[positions[known]]
        return features

    def rows_of(self, slugs: Collection[str]) -> dict[str, int]:
        """The rows of the films with these slugs, where the catalogue has them."""
        wanted = set(slugs)
        if not wanted:
            return {}
        return {slug: row for row, slug in enumerate(self.films.texts["slug"]) if slug in wanted}

    def entries(self, names: Collection[tuple[str, int]]) -> NDArray[np.intp]:
        """The rows of films with one of these titles and years."""
        wanted = {(title.casefold(), year) for title, year in names}
        years, titles = self.films.numbers["release_year"], self.films.texts["title"]
        near = np.flatnonzero(np.isin(years, [year for _, year in wanted])).tolist()
        found = [row for row in near if (titles[row].casefold(), int(years[row])) in wanted]
        return np.array(found, np.intp)

    def facts(self, positions: NDArray[np.intp]) -> list[dict[str, Any]]:
        """What is known of the films at these rows; an unknown fact is None."""
        facts = [self.films.facts(row) for row in positions.tolist()]
        for film in facts:
            film["url"] = address(self.site_url, film["film_id"], film["slug"], film["title"])
            film["poster"] = film["poster"] and urljoin(self.site_url, film["poster"])
        return facts


def identities(titles: Iterable[str], years: Numbers) -> NDArray[np.int64]:
    """A number per film; entries with the same title and year are one film.

    Without a year two films of one title cannot be told to be the same, so each stands alone.
    """
    numbers: dict[tuple[str, float] | int, int] = {}
    names = zip(titles, years.tolist(), strict=True)
    return np.array(
        [
            numbers.setdefault(row if isnan(year) else (title.casefold(), year), len(numbers))
            for row, (title, year) in enumerate(names)
        ],
        np.int64,
    )
