"""Film ids in an order of their own, and where in it an id is."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]


class FilmIds:
    """`values` (films,) are Letterboxd's ids, each once, in any order."""

    def __init__(self, values: Sequence[int] | Ids) -> None:
        self.values: Ids = np.asarray(values, np.int64)
        order = np.argsort(self.values, kind="stable")
        self._sorted = self.values[order]
        self._order = order.astype(np.int32)

    def __len__(self) -> int:
        return len(self.values)

    def __contains__(self, film_id: int) -> bool:
        return bool(self.places(np.array([film_id]))[0] >= 0)

    def places(self, film_ids: Ids) -> NDArray[np.intp]:
        """The place of each of these ids, -1 where it is not here.

        >>> FilmIds([7, 3]).places(np.array([3, 5, 7, 9])).tolist()
        [1, -1, 0, -1]
        """
        if not len(self):
            return np.full(len(film_ids), -1, np.intp)
        near = np.searchsorted(self._sorted, film_ids).clip(max=len(self) - 1)
        found = self._sorted[near] == film_ids
        return np.where(found, self._order[near], -1).astype(np.intp)
