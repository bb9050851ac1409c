"""What a model answers for each member: stars for the hidden films, and a list of what to watch."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from models.evaluate.members import Target
from models.interface import HIGHEST, LOWEST, History, Model, Scores, Stars
from models.ranking import best, unseen

SHOWN = 20  # films in a ranking

Films = NDArray[np.intp]


class NoNumberError(ValueError):
    """A model predicts no number of stars for some film."""


@dataclass(frozen=True)
class Answers:
    """One entry per member. `predictions` are in stars, in the order of the target's films;
    `rankings` hold the best films outside the history; the times are milliseconds per call."""

    predictions: list[Stars]
    rankings: list[Films]
    predict_ms: NDArray[np.float64]
    score_ms: NDArray[np.float64]


def ask(
    model: Model, histories: Sequence[History], targets: Sequence[Target], name: str
) -> Answers:
    """Every member's answers, with a progress line on stderr that starts with `name`."""
    predictions, rankings, times = [], [], []
    pairs = zip(histories, targets, strict=True)
    for history, target in tqdm(pairs, desc=name, total=len(targets), unit="member", disable=None):
        started = perf_counter()
        stars = model.predict(history)
        predicted = perf_counter()
        scores = model.score(history)
        times.append((predicted - started, perf_counter() - predicted))
        predictions.append(within_scale(stars[target.films]))
        rankings.append(rank(scores, history))
    predict_ms, score_ms = np.array(times).reshape(-1, 2).T * 1000
    return Answers(predictions, rankings, predict_ms, score_ms)


def rank(scores: Scores, history: History) -> Films:
    """The 20 films of highest score that are not in the history; equal scores by row."""
    candidates = unseen(np.arange(len(scores)), history.films)
    return candidates[best([scores[candidates]], candidates, SHOWN)]


def follows_popularity(model: Model, histories: Sequence[History]) -> bool:
    """Whether the popularity setting changes the scores of the first members at all."""
    return any(
        not np.array_equal(model.score(history, -1.0), model.score(history, 1.0), equal_nan=True)
        for history in histories[:5]
    )


def within_scale(stars: Stars) -> Stars:
    """Clipped to 0.5..5. Raises NoNumberError for what is none."""
    if not np.isfinite(stars).all():
        raise NoNumberError("the model predicts no number of stars for some film")
    return stars.clip(LOWEST, HIGHEST)
