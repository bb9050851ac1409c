"""The ways to pick: each gives keys to sort films by, the most important first, lowest first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.watchlist_picker.query import By
from models.draws import luck, weighted

Key = NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """Films to choose from, one element each; a number is NaN where it is unknown, stars where
    they are not predicted."""

    film_ids: NDArray[np.int64]
    numbers: Mapping[str, Key]
    stars: Key
    seed: int

    @property
    def luck(self) -> Key:
        return luck(self.film_ids, self.seed)


def picked(choice: Choice, by: By) -> NDArray[np.intp]:
    """All films, by their places in `choice`, the first to be watched first."""
    return np.lexsort(KEYS[by](choice)[::-1]).astype(np.intp)


def _random(choice: Choice) -> list[Key]:
    return [choice.luck]


def _stars(choice: Choice) -> list[Key]:
    return [weighted(choice.stars, choice.luck)]


def _shortest(choice: Choice) -> list[Key]:
    return [_last_if_unknown(choice.numbers["runtime"]), choice.luck]


def _newest(choice: Choice) -> list[Key]:
    return [_last_if_unknown(-choice.numbers["release_year"]), choice.luck]


def _last_if_unknown(numbers: Key) -> Key:
    return np.nan_to_num(numbers, nan=np.inf)


KEYS: dict[By, Callable[[Choice], list[Key]]] = {
    "random": _random,
    "stars": _stars,
    "shortest": _shortest,
    "newest": _newest,
}
