"""The films in memory: facts, feature matrix and identities, one row each, same order."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from urllib.parse import urljoin

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine

from app.facets import Facets
from app.imports.identity import address
from app.store import films
from models.features import Matrix, feature_matrix

# A film may be committed a little after its time stamp, so each refresh looks back this far.
OVERLAP = timedelta(minutes=1)
NO_ROWS = np.empty(0, np.intp)


@dataclass(frozen=True, eq=False)
class Catalogue:
    """`films` is indexed by movie_id; `identities` is equal for two entries of one film.

    `site_url` is where the films' pages are, and the posters that the site keeps itself.
    """

    films: pd.DataFrame
    features: Matrix
    identities: NDArray[np.int64]
    newest: datetime | None
    site_url: str
    facets: Facets

    def positions(self, movie_ids: NDArray[np.int64]) -> NDArray[np.intp]:
        """The row of each film, -1 where the catalogue does not have it."""
        return self.films.index.get_indexer(pd.Index(movie_ids))

    def features_of(self, movie_ids: NDArray[np.int64]) -> Matrix:
        """The features of each film, NaN for one that the catalogue does not have."""
        positions = self.positions(movie_ids)
        known = positions >= 0
        features = np.full((len(movie_ids), self.features.shape[1]), np.nan, np.float32)
        features[known] = self.features[positions[known]]
        return features

    def rows_of(self, slugs: Collection[str]) -> dict[str, int]:
        """The rows of the films with these slugs, where the catalogue has them."""
        rows = np.flatnonzero(self.films["slug"].isin(slugs)).tolist()
        return dict(zip(self.films["slug"].iloc[rows].tolist(), rows, strict=True))

    def entries(self, names: Collection[tuple[str, int]]) -> NDArray[np.intp]:
        """The rows of films with one of these titles and years."""
        wanted = {_name(title, year) for title, year in names}
        return np.flatnonzero(_names(self.films).isin(wanted)) if wanted else NO_ROWS

    def facts(self, positions: NDArray[np.intp]) -> list[dict[Hashable, Any]]:
        """What is known of the films at these rows; an unknown fact is None."""
        rows = self.films.iloc[positions].reset_index(names="film_id").astype(object)
        facts = rows.where(rows.notna(), None).to_dict("records")
        for film in facts:
            film["url"] = address(self.site_url, film["film_id"], film["slug"], film["title"])
            film["poster"] = film["poster"] and urljoin(self.site_url, film["poster"])
        return facts


class CatalogueHolder:
    """The catalogue as the store has it now; only what changed is read again."""

    def __init__(self, engine: Engine, site_url: str) -> None:
        self._engine = engine
        self._site_url = site_url
        self._lock = Lock()
        self._catalogue: Catalogue | None = None

    def current(self) -> Catalogue:
        with self._lock, self._engine.connect() as connection:
            newest = films.newest(connection)
            if self._catalogue is None:
                self._catalogue = self._load(connection, newest)
            elif newest != self._catalogue.newest:
                self._catalogue = self._refresh(self._catalogue, connection, newest)
            return self._catalogue

    def _load(self, connection: Connection, newest: datetime | None) -> Catalogue:
        frame = films.catalogue_frame(connection)
        return self._catalogue_of(frame, feature_matrix(frame), newest)

    def _refresh(
        self, old: Catalogue, connection: Connection, newest: datetime | None
    ) -> Catalogue:
        since = None if old.newest is None else old.newest - OVERLAP
        changed = films.catalogue_frame(connection, since)
        kept = ~old.films.index.isin([*changed.index, *films.retired(connection, since)])
        frame = pd.concat([old.films[kept], changed]) if kept.any() else changed
        features = np.vstack([old.features[kept], feature_matrix(changed)])
        return self._catalogue_of(frame, features, newest)

    def _catalogue_of(
        self, frame: pd.DataFrame, features: Matrix, newest: datetime | None
    ) -> Catalogue:
        return Catalogue(
            films=frame,
            features=features,
            identities=identities(frame),
            newest=newest,
            site_url=self._site_url,
            facets=Facets(frame, self._names),
        )

    def _names(self, column: str) -> dict[int, list[str]]:
        with self._engine.connect() as connection:
            return films.names(connection, column)


def identities(frame: pd.DataFrame) -> NDArray[np.int64]:
    """A number per film; entries with the same title and year are one film.

    Without a year two films of one title cannot be told to be the same, so each stands alone.
    """
    lone = pd.Series(frame.index, frame.index).astype("string")
    return pd.factorize(_names(frame).fillna(lone))[0].astype(np.int64)


def _names(frame: pd.DataFrame) -> pd.Series:
    """Title and year of each film; missing without a year."""
    year = frame["release_year"].astype("Int64").astype("string")
    return frame["title"].astype("string").str.casefold() + " " + year


def _name(title: str, year: int) -> str:
    return f"{title.casefold()} {year}"
