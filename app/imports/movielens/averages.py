"""What a film's raters gave it on average, counted along the way."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

DECIMALS = 4


@dataclass
class Averages:
    """`films` are ids in ascending order; the sums are of half stars."""

    films: NDArray[np.int64]
    counts: NDArray[np.int64] = field(init=False)
    sums: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        self.counts = np.zeros(len(self.films), np.int64)
        self.sums = np.zeros(len(self.films), np.int64)

    def add(self, films: NDArray[np.int64], half_stars: NDArray[np.int64]) -> Self:
        """Ratings of these films, one array element each."""
        rows = np.searchsorted(self.films, films)
        np.add.at(self.counts, rows, 1)
        np.add.at(self.sums, rows, half_stars)
        return self

    def stars(self) -> dict[int, tuple[float, int]]:
        """The mean in stars and the number of ratings, of each film that was rated."""
        rated = self.counts > 0
        means = np.round(self.sums[rated] / self.counts[rated] / 2, DECIMALS)
        pairs = zip(means.tolist(), self.counts[rated].tolist(), strict=True)
        return dict(zip(self.films[rated].tolist(), pairs, strict=True))
