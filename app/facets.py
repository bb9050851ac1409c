"""The categories of the catalogue's films; each kind is read when it is first needed."""

from collections.abc import Callable
from threading import Lock
from typing import Literal, get_args

import pandas as pd

from models.categories import Categories

Facet = Literal["genre", "country", "language", "director", "actor", "theme"]
FACETS: tuple[Facet, ...] = get_args(Facet)
COLUMNS: dict[Facet, str] = {
    "genre": "genres",
    "country": "countries",
    "language": "languages",
    "director": "directors",
    "actor": "cast",
    "theme": "themes",
}

ReadColumn = Callable[[str], dict[int, list[str]]]


class Facets:
    """The categories of the films of one catalogue, in its order."""

    def __init__(self, frame: pd.DataFrame, read: ReadColumn) -> None:
        """`read` gives a column of names, by movie_id, where `frame` does not have it."""
        self._frame = frame
        self._read_column = read
        self._lock = Lock()
        self._read: dict[Facet, Categories] = {}

    def of(self, facet: Facet) -> Categories:
        with self._lock:
            if facet not in self._read:
                self._read[facet] = self._load(COLUMNS[facet])
            return self._read[facet]

    def _load(self, column: str) -> Categories:
        """A film that the store dropped meanwhile has none."""
        if column in self._frame:
            return Categories.of(self._frame[column])
        listed = self._read_column(column)
        return Categories.of(listed.get(film) for film in self._frame.index)
