"""How much titles are like what was typed."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

ALIKE = 70  # per cent; a title that is less is another
BEGUN = 95  # for a title of which only the beginning was typed
WITHIN = 0.9  # of the likeness to a part or some words, for a title of which only those were typed
ORDER = 0.95  # of the likeness when the words are put in order


def likeness(words: str, titles: Sequence[str]) -> NDArray[np.float64]:
    """Per cent, for each of the titles; both in the form that `wording` gives.

    >>> likeness("matrix", ["matrix", "matrix reloaded"])
    array([100.,  95.])
    """
    longer = np.array([len(title) > len(words) for title in titles], np.bool_)
    begun = np.array([title.startswith(words) for title in titles], np.bool_)
    likest: NDArray[np.float64] = np.max(
        [
            _scores(fuzz.ratio, words, titles),
            ORDER * _scores(fuzz.token_sort_ratio, words, titles),
            WITHIN * longer * _scores(fuzz.partial_ratio, words, titles),
            WITHIN * longer * _scores(fuzz.token_set_ratio, words, titles),
            np.where(begun & longer, BEGUN, 0),
        ],
        axis=0,
    )
    return likest


def _scores(scorer: Callable[..., float], words: str, titles: Sequence[str]) -> NDArray[np.float64]:
    scores: NDArray[np.float64] = process.cdist([words], titles, scorer=scorer, dtype=np.float64)[0]
    return scores
