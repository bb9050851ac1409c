"""The ways to pick: each gives keys to sort films by, the most important first, lowest first."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.watchlist_picker.query import By
from models.draws import luck, weighted

Key = NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """Films to choose from, one row and one element each; stars are NaN where not predicted."""

    films: pd.DataFrame
    stars: Key
    seed: int

    @property
    def luck(self) -> Key:
        return luck(self.films.index.to_numpy(np.int64), self.seed)


def picked(choice: Choice, by: By) -> NDArray[np.intp]:
    """All films, by their places in `choice`, the first to be watched first."""
    return np.lexsort(KEYS[by](choice)[::-1]).astype(np.intp)


def _random(choice: Choice) -> list[Key]:
    return [choice.luck]


def _stars(choice: Choice) -> list[Key]:
    return [weighted(choice.stars, choice.luck)]


def _shortest(choice: Choice) -> list[Key]:
    return [_last_if_unknown(choice.films["runtime"]), choice.luck]


def _newest(choice: Choice) -> list[Key]:
    return [_last_if_unknown(-choice.films["release_year"]), choice.luck]


def _last_if_unknown(column: pd.Series) -> Key:
    numbers: Key = column.to_numpy(np.float64, na_value=np.inf)
    return numbers


KEYS: dict[By, Callable[[Choice], list[Key]]] = {
    "random": _random,
    "stars": _stars,
    "shortest": _shortest,
    "newest": _newest,
}
