"""The films that a member watched, and what is known of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Figures = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Watched:
    """One entry a film in each array, NaN where it is not known: the member's stars, Letterboxd's
    average, how many rated it there, and its runtime in minutes. Raises ValueError for arrays
    that differ in length."""

    stars: Figures
    averages: Figures
    rating_counts: Figures
    runtimes: Figures

    def __post_init__(self) -> None:
        if len({len(self.stars), len(self.averages), len(self.rating_counts), len(self)}) > 1:
            raise ValueError("the arrays of the films watched differ in length")

    def __len__(self) -> int:
        return len(self.runtimes)

    @property
    def rated(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.stars)

    @property
    def differentials(self) -> Figures:
        """Own stars less Letterboxd's average, shape (films,).

        Averages have two decimals; without rounding, equal differentials would differ by a hair.
        """
        return np.round(self.stars - self.averages, 6)
