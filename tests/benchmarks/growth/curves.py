"""Seconds of one processor, for sizes ten thousand times apart."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from models.collaborative import CollaborativeModel
from models.features import COLUMNS, NUMBERS, Matrix
from models.hybrid import HybridModel
from models.interface import History
from models.personal import PersonalModel
from models.ranking import best
from tests.benchmarks.clock import Cost
from tests.benchmarks.serving.artifacts import MOST_RATED, enlarged, small_model

PAGE = 24
RATED_EACH, TRAINED_FILMS = 60, 3_000  # of the members who are learned from
ANSWERS = ("personal", "hybrid")


class Curve(NamedTuple):
    """One point for each size."""

    name: str
    sizes: Sequence[int]
    seconds: Sequence[float]


def by_films(learned: CollaborativeModel, sizes: Sequence[int], rated: int) -> list[Curve]:
    """Of an answer for a member of so many ratings."""
    return _answers(sizes, [_seconds(learned, films, [rated])[0] for films in sizes])


def by_ratings(learned: CollaborativeModel, sizes: Sequence[int], films: int) -> list[Curve]:
    """Of an answer from so many films."""
    return _answers(sizes, _seconds(learned, films, sizes))


def by_members(sizes: Sequence[int]) -> list[Curve]:
    """Of training `collaborative`, the blend left out."""
    seconds = [_training(members) for members in sizes]
    return [Curve(f"{RATED_EACH} ratings each, {TRAINED_FILMS:,} films", sizes, seconds)]


def _answers(sizes: Sequence[int], seconds: Iterable[Sequence[float]]) -> list[Curve]:
    each = zip(ANSWERS, zip(*seconds, strict=True), strict=True)
    return [Curve(name, sizes, of) for name, of in each]


def small() -> CollaborativeModel:
    """What is learned of a few films, to be repeated for all."""
    return small_model(_features(MOST_RATED), np.random.default_rng(0))


def _seconds(
    learned: CollaborativeModel, films: int, ratings: Sequence[int]
) -> list[tuple[float, float]]:
    """What `personal` and `hybrid` take for a page, for each number of ratings."""
    rng, features = np.random.default_rng(1), _features(films)
    hybrid = HybridModel(enlarged(learned, films, rng), features, np.arange(films))
    with threadpool_limits(1):
        return [_pages(hybrid, _history(rng, films, rated)) for rated in ratings]


def _pages(hybrid: HybridModel, history: History) -> tuple[float, float]:
    every_film = np.arange(len(hybrid.features))

    def personal() -> None:
        best([PersonalModel(hybrid.features).score(history)], every_film, PAGE)

    def hybrid_page() -> None:
        opinion = hybrid.read(history)
        opinion.stars_of(best([opinion.scores()], every_film, PAGE))

    hybrid_page()  # what is loaded at first is not counted
    return Cost.of(personal).computed, Cost.of(hybrid_page).computed


def _training(members: int) -> float:
    rng = np.random.default_rng(2)
    chosen = [rng.choice(TRAINED_FILMS, RATED_EACH, replace=False) for _ in range(members)]
    films = np.concatenate(chosen).astype(np.int32)
    rows = np.repeat(np.arange(members, dtype=np.int32), RATED_EACH)
    stars, features = rng.integers(1, 11, len(films)) / 2, _features(TRAINED_FILMS)
    with threadpool_limits(1):
        return Cost.of(
            lambda: CollaborativeModel.fit(rows, films, stars, features, blended=False)
        ).computed


def _history(rng: np.random.Generator, films: int, rated: int) -> History:
    """Of films that have item-item weights."""
    known = min(films, MOST_RATED)
    rows = rng.choice(known, min(rated, known), replace=False)
    return History(rows, rng.integers(1, 11, len(rows)) / 2, np.zeros(len(rows), np.bool_))


def _features(films: int) -> Matrix:
    rng = np.random.default_rng(3)
    features = (rng.random((films, len(COLUMNS)), np.float32) < 0.1).astype(np.float32)
    features[:, : len(NUMBERS)] = np.stack(
        [
            rng.integers(1920, 2026, films),
            rng.integers(60, 200, films),
            rng.normal(3.2, 0.5, films).round(2),
            rng.lognormal(6, 2, films).round(),
        ],
        axis=1,
    )
    return features
