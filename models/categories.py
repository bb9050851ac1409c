"""What kinds each film is of: its genres, its countries, its people."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Categories:
    """Film i is `names[code]` for each code in `codes[offsets[i]:offsets[i + 1]]`.

    `names` come with the most frequent first; a film has each code once at most.
    """

    names: list[str]
    codes: NDArray[np.int32]
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, listed: Iterable[Sequence[str] | None]) -> "Categories":
        """The categories of films, from the names of each.

        >>> Categories.of([["Drama"], None, ["Comedy", "Drama"]]).names
        ['Drama', 'Comedy']
        """
        unique = [list(dict.fromkeys(names or ())) for names in listed]
        offsets = np.concatenate([[0], np.cumsum([len(names) for names in unique], dtype=np.int64)])
        codes, names = pd.factorize(np.array(list(chain.from_iterable(unique)), object))
        frequent = np.argsort(-np.bincount(codes, minlength=len(names)), kind="stable")
        places = np.empty(len(names), np.int32)
        places[frequent] = np.arange(len(names), dtype=np.int32)
        return cls([str(names[place]) for place in frequent], places[codes], offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def films(self) -> NDArray[np.intp]:
        """The film of each code, shape (codes,)."""
        return np.repeat(np.arange(len(self), dtype=np.intp), np.diff(self.offsets))

    @property
    def counts(self) -> NDArray[np.intp]:
        """How many films each name has, shape (names,)."""
        return np.bincount(self.codes, minlength=len(self.names))

    def matches(self, wanted: Collection[int]) -> NDArray[np.intp]:
        """How many of the wanted codes each film has, shape (films,).

        >>> Categories.of([["Drama"], [], ["Comedy", "Drama"]]).matches({0, 1}).tolist()
        [1, 0, 2]
        """
        hits = np.isin(self.codes, list(wanted))
        return np.bincount(self.films[hits], minlength=len(self))

    def take(self, films: NDArray[np.intp]) -> "Categories":
        """The categories of some films, in that order."""
        starts, lengths = self.offsets[films], np.diff(self.offsets)[films]
        offsets = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
        places = np.arange(offsets[-1]) - np.repeat(offsets[:-1] - starts, lengths)
        return Categories(self.names, self.codes[places], offsets)
