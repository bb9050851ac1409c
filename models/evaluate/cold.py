"""Films that are new: no ratings, no votes, nothing to go by but their content."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from models.evaluate.answers import SHOWN, Films, within_scale
from models.evaluate.cuts import judge
from models.evaluate.data import Ratings
from models.evaluate.intervals import Interval
from models.evaluate.members import Members
from models.interface import Model, Scores
from models.ranking import best

HIDDEN = 0.1  # share of the films

Mask = NDArray[np.bool_]
Parts = tuple[Ratings, Ratings, Ratings]


@dataclass(frozen=True)
class ColdRow:
    """One model: RMSE, NDCG@10 and Recall@20 on films it knows only by their content."""

    model: str
    figures: dict[str, Interval]


def hidden_films(n_films: int, seed: int) -> Mask:
    """A random tenth of the films, shape (films,)."""
    return np.random.default_rng(seed).permutation(n_films) < HIDDEN * n_films


def without_films(parts: Parts, hidden: Mask) -> Parts:
    """Training, profile and target, the hidden films in the target only and nothing else there;
    of the profile only members who still have a target."""
    train, profile, target = parts
    target = target.take(hidden[target.films])
    kept = ~hidden[profile.films] & np.isin(profile.users, target.users)
    return train.take(~hidden[train.films]), profile.take(kept), target


def without_votes(catalogue: pd.DataFrame, hidden: Mask) -> pd.DataFrame:
    """The catalogue without any fact about the ratings of the hidden films."""
    votes = [name for name in catalogue.columns if "rating" in name]
    return catalogue.assign(**{name: catalogue[name].mask(hidden) for name in votes})


def evaluate_cold(
    model: Model, tested: Members, hidden: Mask, *, name: str = "model", seed: int = 0
) -> ColdRow:
    """Ask `model` about every member; the ranking is among the hidden films alone.

    Films of the same score, maybe all, are ranked in a random order.
    """
    films = np.random.default_rng(seed).permutation(np.flatnonzero(hidden))
    predictions, rankings = [], []
    pairs = zip(tested.histories, tested.targets, strict=True)
    for history, target in tqdm(
        pairs, desc=name, total=len(tested.targets), unit="member", disable=None
    ):
        predictions.append(within_scale(model.predict(history)[target.films]))
        rankings.append(_rank(model.score(history), films))
    return ColdRow(name, _figures(predictions, rankings, tested, seed))


def _rank(scores: Scores, films: Films) -> Films:
    return films[best([scores[films]], films, SHOWN)]


def _figures(
    predictions: Sequence[Scores], rankings: Sequence[Films], tested: Members, seed: int
) -> dict[str, Interval]:
    judged = judge(predictions, rankings, tested.targets, seed)
    accuracy = judged.accuracy(np.ones(len(tested.targets), np.bool_))
    return {name: accuracy[name] for name in ("rmse", "ndcg@10", "recall@20")}
