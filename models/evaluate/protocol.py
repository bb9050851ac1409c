"""How a model is measured: the same questions to every model, the same figures of its answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.evaluate.answers import Answers, Films, ask, follows_popularity, rank
from models.evaluate.beyond import coverage, intra_list_diversity, median_popularity, novelty
from models.evaluate.cuts import Cut, by_history, by_popularity, judge, ranking_values
from models.evaluate.intervals import Interval, bootstrap
from models.evaluate.members import Target
from models.interface import History, Model

POPULARITIES = (-1.0, -0.5, 0.0, 0.5, 1.0)
FIRST = 10  # films of a ranking that are looked at beyond accuracy
COVERED = 500  # members: the more of them, the more different films they are shown together
COVERAGE = f"coverage@{FIRST} ({COVERED} members)"
# The curve asks five times for each member: of a model this slow, only the first members.
SLOW_MS, CURVE_MEMBERS_IF_SLOW = 100.0, 100


@dataclass(frozen=True)
class Background:
    """What the answers are measured against.

    `counts` (films,) are ratings in training, by `n_members` members; `genres` is (films, genres).
    """

    counts: NDArray[np.int64]
    n_members: int
    genres: NDArray[np.float64]


@dataclass(frozen=True)
class CurvePoint:
    """The ranking at one popularity setting, over the first `members` members."""

    popularity: float
    members: int
    ndcg: Interval
    coverage: int
    median_popularity: Interval


@dataclass(frozen=True)
class Result:
    """All figures of one model; `coverage` is over the first COVERED members at most. The
    popularity curve is empty if the model has no such setting."""

    answers: Answers
    accuracy: dict[str, Interval]
    coverage: int
    beyond: dict[str, Interval]
    by_history: list[Cut]
    by_popularity: list[Cut]
    popularity_curve: list[CurvePoint]


def evaluate(
    model: Model,
    histories: Sequence[History],
    targets: Sequence[Target],
    background: Background,
    *,
    name: str = "model",
    seed: int = 0,
) -> Result:
    """Ask `model` about every member (one history and one target each) and judge the answers."""
    answers = ask(model, histories, targets, name)
    asked = CURVE_MEMBERS_IF_SLOW if answers.score_ms.mean() > SLOW_MS else len(histories)
    judged = judge(answers.predictions, answers.rankings, targets, seed)
    return Result(
        answers=answers,
        accuracy=judged.accuracy(np.ones(len(targets), np.bool_)),
        coverage=_coverage(answers.rankings),
        beyond=_beyond(answers.rankings, background, seed),
        by_history=by_history(judged, histories),
        by_popularity=by_popularity(judged, targets, background.counts),
        popularity_curve=_curve(model, histories[:asked], targets[:asked], background, seed),
    )


def _first(rankings: Sequence[Films]) -> list[Films]:
    return [films[:FIRST] for films in rankings]


def _coverage(rankings: Sequence[Films]) -> int:
    return coverage(_first(rankings[:COVERED]))


def _beyond(rankings: Sequence[Films], background: Background, seed: int) -> dict[str, Interval]:
    shown = _first(rankings)
    counts, n_members, genres = background.counts, background.n_members, background.genres
    values = {
        "novelty@10": [novelty(films, counts, n_members) for films in shown],
        "diversity@10": [intra_list_diversity(genres[films]) for films in shown],
        "median_popularity@10": [median_popularity(films, counts) for films in shown],
    }
    return {name: bootstrap(np.array(each), seed) for name, each in values.items()}


def _curve(
    model: Model,
    histories: Sequence[History],
    targets: Sequence[Target],
    background: Background,
    seed: int,
) -> list[CurvePoint]:
    if not follows_popularity(model, histories):
        return []
    points = []
    for popularity in POPULARITIES:
        rankings = [rank(model.score(history, popularity), history) for history in histories]
        points.append(
            CurvePoint(
                popularity,
                len(histories),
                bootstrap(ranking_values(rankings, targets)["ndcg@10"], seed),
                _coverage(rankings),
                _beyond(rankings, background, seed)["median_popularity@10"],
            )
        )
    return points
