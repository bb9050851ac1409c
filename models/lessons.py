"""Members from whom the blend learns: a part of each one's ratings is hidden."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from models.blend import Candidates, Lesson
from models.factors import FactorModel
from models.interface import History, Stars
from models.item_item import ItemItemModel
from models.signals import FilmFacts, Signals

MOST, FEWEST = 4000, 300  # members to learn from; with fewer there is no blend
SHARE = 0.1  # of all members, at most
FEWEST_RATINGS = 20
HIDDEN = 0.2
SPLITS = 2  # different ways of hiding, for each member
# So many members show only a few ratings, so that the blend knows newcomers too.
NEWCOMERS, NEWCOMERS_SHOW = 0.15, 20


def held_out(members: NDArray[np.int32], seed: int) -> NDArray[np.bool_]:
    """Which ratings belong to the members that the blend learns from, none if they are too few."""
    numbers, counts = np.unique(members, return_counts=True)
    eligible = numbers[counts >= FEWEST_RATINGS]
    size = min(MOST, int(len(eligible) * SHARE))
    if size < FEWEST:
        return np.zeros(len(members), np.bool_)
    chosen = np.random.default_rng(seed).choice(eligible, size, replace=False)
    return np.isin(members, chosen)


def lessons(
    factors: FactorModel,
    items: ItemItemModel,
    facts: FilmFacts,
    ratings: tuple[NDArray[np.int32], NDArray[np.int32], Stars],
    seed: int,
) -> Iterator[Lesson]:
    """SPLITS lessons for each member; `ratings` are members, films and stars, one entry each."""
    members, films, stars = ratings
    rng = np.random.default_rng(seed)
    order = np.argsort(members, kind="stable")
    _, first = np.unique(members[order], return_index=True)
    for rows in np.split(order, first[1:]) * SPLITS:
        hidden, shown = _parts(rows, rng)
        history = History(
            films[shown].astype(np.intp), stars[shown], np.zeros(len(shown), np.bool_)
        )
        signals, _ = Signals.of(factors, items, facts, history)
        candidates = Candidates.of(items.score(history), history)
        yield Lesson.of(signals, candidates, films[hidden].astype(np.intp), stars[hidden])


def _parts(
    rows: NDArray[np.intp], rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The hidden and the shown rows of one member."""
    shuffled = rng.permutation(rows)
    hidden, shown = np.split(shuffled, [round(len(rows) * HIDDEN)])
    if rng.random() < NEWCOMERS:
        shown = shown[: rng.integers(NEWCOMERS_SHOW + 1)]
    return hidden, shown
