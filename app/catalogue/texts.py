"""Texts of many films in one buffer: a Python string each would take several times as much."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Texts:
    """Text i is `letters[offsets[i]:offsets[i + 1]]` in UTF-8; an unknown one is empty."""

    letters: NDArray[np.uint8]
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Iterable[str | None]) -> "Texts":
        """
        >>> list(Texts.of(["Amélie", None, "Heat"]))
        ['Amélie', '', 'Heat']
        """
        encoded = [(text or "").encode() for text in texts]
        lengths = np.array([len(text) for text in encoded], np.int64)
        return cls(np.frombuffer(b"".join(encoded), np.uint8), _offsets(lengths))

    @classmethod
    def joined(cls, parts: Sequence["Texts"]) -> "Texts":
        """All texts of the parts, one after the other."""
        lengths = [np.diff(part.offsets) for part in parts]
        letters = np.concatenate([part.letters for part in parts])
        return cls(letters, _offsets(np.concatenate(lengths)))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> str:
        return self.letters[self.offsets[row] : self.offsets[row + 1]].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        letters, offsets = self.letters.tobytes(), self.offsets.tolist()
        for first, last in pairwise(offsets):
            yield letters[first:last].decode()

    def taken(self, rows: NDArray[np.intp]) -> "Texts":
        """The texts of these rows, in their order.

        >>> list(Texts.of(["Amélie", None, "Heat"]).taken(np.array([2, 0])))
        ['Heat', 'Amélie']
        """
        lengths = np.diff(self.offsets)[rows]
        offsets = _offsets(lengths)
        moved = np.repeat(self.offsets[rows] - offsets[:-1], lengths)
        return Texts(self.letters[moved + np.arange(len(moved))], offsets)


def _offsets(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
