"""What the catalogue knows of each film, in columns: 100,000 films take some 25 MB."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.catalogue.ids import FilmIds
from app.catalogue.texts import Texts
from models.categories import Categories

Numbers = NDArray[np.float64]
Columns = Mapping[str, Sequence[Any]]

TEXTS = ("slug", "title", "poster")
WHOLE = ("release_year", "runtime", "letterboxd_rating_count")
NUMBERS = (*WHOLE, "letterboxd_rating")
SINGLE = ("content_type", "country_of_origin")  # one name or none
LISTED = ("genres", "directors")


@dataclass(frozen=True, eq=False)
class FilmTable:
    """One row for each film. An unknown number is NaN, an unknown text empty."""

    ids: FilmIds
    texts: Mapping[str, Texts]
    numbers: Mapping[str, Numbers]
    names: Mapping[str, Categories]

    @classmethod
    def of(cls, columns: Columns) -> "FilmTable":
        """From lists, one element for each film; None is unknown."""
        names = {name: Categories.of(columns[name]) for name in LISTED}
        for name in SINGLE:
            names[name] = Categories.of(
                () if value is None else (value,) for value in columns[name]
            )
        return cls(
            FilmIds(columns["movie_id"]),
            {name: Texts.of(columns[name]) for name in TEXTS},
            {name: np.array(columns[name], np.float64) for name in NUMBERS},
            names,
        )

    @classmethod
    def joined(cls, parts: Sequence["FilmTable"]) -> "FilmTable":
        """The rows of all parts, one after the other."""
        return cls(
            FilmIds(np.concatenate([part.ids.values for part in parts])),
            {name: Texts.joined([part.texts[name] for part in parts]) for name in TEXTS},
            {name: np.concatenate([part.numbers[name] for part in parts]) for name in NUMBERS},
            {
                name: Categories.joined([part.names[name] for part in parts])
                for name in (*LISTED, *SINGLE)
            },
        )

    def __len__(self) -> int:
        return len(self.ids)

    def taken(self, rows: NDArray[np.intp]) -> "FilmTable":
        """These rows, in their order."""
        return FilmTable(
            FilmIds(self.ids.values[rows]),
            {name: texts.taken(rows) for name, texts in self.texts.items()},
            {name: numbers[rows] for name, numbers in self.numbers.items()},
            {name: names.take(rows).by_frequency() for name, names in self.names.items()},
        )

    def named(self) -> Iterator[tuple[int, str, int | None]]:
        """Each film's id, title and year."""
        years = self.numbers["release_year"].tolist()
        for film_id, title, year in zip(
            self.ids.values.tolist(), self.texts["title"], years, strict=True
        ):
            yield film_id, title, None if isnan(year) else int(year)

    def facts(self, row: int) -> dict[str, Any]:
        """What is known of one film; an unknown fact is None."""
        facts: dict[str, Any] = {"film_id": int(self.ids.values[row])}
        facts |= {name: texts[row] or None for name, texts in self.texts.items()}
        facts |= {name: _number(self.numbers[name][row]) for name in NUMBERS}
        facts |= {name: _whole(facts[name]) for name in WHOLE}
        facts |= {name: self.names[name].of_film(row) for name in LISTED}
        return facts | {name: next(iter(self.names[name].of_film(row)), None) for name in SINGLE}


NO_FILMS: Columns = dict.fromkeys(("movie_id", *TEXTS, *NUMBERS, *LISTED, *SINGLE), ())


def _number(value: np.float64) -> float | None:
    return None if isnan(value) else float(value)


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
