"""Whether one model is better than another, judged by the same members."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.evaluate.answers import ask
from models.evaluate.cuts import judge
from models.evaluate.intervals import RESAMPLES, Interval, bootstrap, bootstrap_rmse
from models.evaluate.members import Target
from models.interface import History, Model

RANKED = ("ndcg@10", "recall@20")

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Marks:
    """What each member says of a model, (members,) each: the sum of squared errors over their
    target ratings and the number of these, and each ranking metric, NaN where nothing counts."""

    squares: Values
    counts: Values
    rankings: dict[str, Values]

    def of(self, members: NDArray[np.bool_]) -> "Marks":
        rankings = {name: values[members] for name, values in self.rankings.items()}
        return Marks(self.squares[members], self.counts[members], rankings)

    def figures(self, seed: int = 0) -> dict[str, Interval]:
        """RMSE in stars, and the mean of each ranking metric."""
        rankings = {name: bootstrap(values, seed) for name, values in self.rankings.items()}
        return {"rmse": bootstrap_rmse(self.squares, self.counts, seed), **rankings}


def mark(model: Model, histories: Sequence[History], targets: Sequence[Target], name: str) -> Marks:
    """Ask `model` about every member, one history and one target each."""
    answers = ask(model, histories, targets, name)
    judged = judge(answers.predictions, answers.rankings, targets, seed=0)
    counts = np.array([len(target.films) for target in targets], np.float64)
    squares = np.bincount(judged.owners, weights=judged.errors**2, minlength=len(targets))
    return Marks(
        squares.astype(np.float64), counts, {name: judged.rankings[name] for name in RANKED}
    )


def gains(old: Marks, new: Marks, seed: int = 0) -> dict[str, Interval]:
    """How much better `new` is, by the paired bootstrap over the same members: above 0 where it
    ranks higher, or its RMSE is lower."""
    rankings = {name: bootstrap(new.rankings[name] - old.rankings[name], seed) for name in RANKED}
    return {"rmse": _rmse_gain(old, new, seed), **rankings}


def _rmse_gain(old: Marks, new: Marks, seed: int) -> Interval:
    n = len(new.counts)
    drawn = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=RESAMPLES)
    drawn = np.vstack([np.ones(n, drawn.dtype), drawn])
    counts = drawn @ new.counts
    gained = np.sqrt(drawn @ old.squares / counts) - np.sqrt(drawn @ new.squares / counts)
    low, high = np.percentile(gained[1:], [2.5, 97.5])
    return Interval(float(gained[0]), float(low), float(high))
