"""The categories of the catalogue's films; each kind is read when it is first needed."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from typing import Literal, get_args

import numpy as np

from app.catalogue.ids import FilmIds
from app.catalogue.table import FilmTable
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

ReadColumn = Callable[[str], Iterable[tuple[int, list[str]]]]


class Facets:
    """The categories of the films of one catalogue, in its order."""

    def __init__(self, films: FilmTable, read: ReadColumn) -> None:
        """`read` gives a column of names, film by film, where `films` does not have it."""
        self._films = films
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
        if column in self._films.names:
            return self._films.names[column]
        ids = array("q")
        read = Categories.of(_noted(self._read_column(column), ids))
        rows = FilmIds(np.array(ids, np.int64)).places(self._films.ids.values)
        return read.with_none().take(rows).by_frequency()


def _noted(listed: Iterable[tuple[int, list[str]]], ids: "array[int]") -> Iterator[list[str]]:
    """The names alone; the films go into `ids`."""
    for film_id, names in listed:
        ids.append(film_id)
        yield names
