"""What kinds each film is of: its genres, its countries, its people."""

from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
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
        places: dict[str, int] = {}
        codes, lengths = array("i"), array("i")
        for names in listed:
            unique = dict.fromkeys(names or ())
            codes.extend([places.setdefault(name, len(places)) for name in unique])
            lengths.append(len(unique))
        return cls(list(places), np.array(codes, np.int32), _offsets(lengths)).by_frequency()

    @classmethod
    def joined(cls, parts: Sequence["Categories"]) -> "Categories":
        """The films of all parts, one after the other."""
        places: dict[str, int] = {}
        codes = [
            np.array([places.setdefault(name, len(places)) for name in part.names], np.int32)[
                part.codes
            ]
            for part in parts
        ]
        lengths = np.concatenate([np.diff(part.offsets) for part in parts])
        return cls(list(places), np.concatenate(codes), _offsets(lengths)).by_frequency()

    def by_frequency(self) -> "Categories":
        """The same with the most frequent names first, of equal ones that of the earlier film;
        without names that no film has."""
        used, first = np.unique(self.codes, return_index=True)
        frequent = used[np.lexsort((first, -self.counts[used]))]
        places = np.empty(len(self.names), np.int32)
        places[frequent] = np.arange(len(frequent), dtype=np.int32)
        names = [self.names[place] for place in frequent]
        return Categories(names, places[self.codes], self.offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def of_film(self, film: int) -> list[str]:
        """The names of one film, as they were listed."""
        codes = self.codes[self.offsets[film] : self.offsets[film + 1]]
        return [self.names[code] for code in codes]

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

    def with_none(self) -> "Categories":
        """One more film, without names, which place -1 leads to."""
        return Categories(self.names, self.codes, np.append(self.offsets, self.offsets[-1]))

    def take(self, films: NDArray[np.intp]) -> "Categories":
        """The categories of some films, in that order."""
        starts, lengths = self.offsets[films], np.diff(self.offsets)[films]
        offsets = _offsets(lengths)
        places = np.arange(offsets[-1]) - np.repeat(offsets[:-1] - starts, lengths)
        return Categories(self.names, self.codes[places], offsets)


def _offsets(lengths: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
