"""How far to trust each signal, learned from members that the parts never saw.

Small networks predict what the factors' stars miss; a boosted model orders the films that the
item-item weights put first (LambdaMART: Burges, "From RankNet to LambdaRank to LambdaMART", 2010).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from models.artifacts import Arrays
from models.features import Matrix
from models.interface import History, Scores, Stars
from models.networks import Networks
from models.signals import Columns, Signals

if TYPE_CHECKING:
    from lightgbm import Booster

MEMBER_SIGNALS = (
    *("log_length", "mean", "spread", "residual", "residual_spread", "high_share", "low_share"),
    "usual_count",
)
FILM_SIGNALS = (
    *("stars", "stars_above", "doubt", "neighbours", "close_neighbours", "support", "liking"),
    *("strength", "watching", "genre_residual", "decade_residual", "log_count", "count_above"),
    *("film_mean", "noise", "year", "runtime"),
)
STAR_SIGNALS = FILM_SIGNALS + MEMBER_SIGNALS
WITHIN = ("liking", "tempered", "watching", "stars")  # compared among a member's candidates
RANK_SIGNALS = (
    *FILM_SIGNALS,
    *("rank", "tempered", "genre_share", "year_after", "is_movie"),
    *(f"{name}_within" for name in WITHIN),
    *MEMBER_SIGNALS,
)
CANDIDATES = 200
FILMS_AT_ONCE = 8000  # the signals of a whole catalogue would take 80 MB
RELEVANT = 4.0  # stars
# Signals without an upper end, of which the networks see the logarithm.
LONG_TAILED = ("doubt", "support", "liking", "strength", "watching")
LEAST = 1e-3
RANK = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 30,
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 200,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
RANK_ROUNDS = 300


class Candidates(NamedTuple):
    """The films of the highest scores, the best first, and those scores."""

    films: NDArray[np.intp]
    tempered: Scores

    @classmethod
    def of(cls, scores: Scores, history: History) -> Self:
        """The best CANDIDATES films that are not in the history."""
        open_scores = scores.copy()
        open_scores[history.films] = -np.inf
        count = max(0, min(CANDIDATES, len(scores) - len(history.films)))
        order = np.argsort(-open_scores, kind="stable")[:count]
        return cls(order, scores[order])


class Lesson(NamedTuple):
    """One member to learn from: signals of hidden films and what the factors' stars miss there;
    signals of the candidates and which of them the member loves."""

    star_rows: Matrix
    missed: Stars
    rank_rows: Matrix
    loved: NDArray[np.bool_]

    @classmethod
    def of(
        cls, signals: Signals, candidates: Candidates, films: NDArray[np.intp], stars: Stars
    ) -> Self:
        """The lesson of a member who gave `stars` to the hidden `films`."""
        table = signals.table(films)
        return cls(
            _star_rows(table),
            stars - table["stars"],
            _matrix(_ranked(signals, candidates), RANK_SIGNALS),
            np.isin(candidates.films, films[stars >= RELEVANT]),
        )


@dataclass(frozen=True)
class Blend:
    """`stars` adds to the factors' stars; `ranking` is the boosted model that orders candidates,
    as text, which cannot run code."""

    stars: Networks
    ranking: NDArray[np.uint8]

    @cached_property
    def rank(self) -> "Booster":
        """Loaded when it is first asked: LightGBM takes 140 MB with what it needs."""
        from lightgbm import Booster

        return Booster(model_str=self.ranking.tobytes().decode())

    @classmethod
    def fit(cls, lessons: Sequence[Lesson], *, seed: int = 0) -> Self:
        """Learn from members; the same lessons and seed give the same models."""
        import lightgbm as lgb

        star_rows = np.concatenate([lesson.star_rows for lesson in lessons])
        missed = np.concatenate([lesson.missed for lesson in lessons])
        # Members without a film to love among the candidates teach no order.
        ranked = [lesson for lesson in lessons if lesson.loved.any()]
        rank_rows = np.concatenate([lesson.rank_rows for lesson in ranked])
        loved = np.concatenate([lesson.loved for lesson in ranked]).astype(np.float64)
        data = lgb.Dataset(rank_rows, loved, group=[len(lesson.loved) for lesson in ranked])
        rank = lgb.train(RANK | {"seed": seed}, data, num_boost_round=RANK_ROUNDS)
        text = np.frombuffer(rank.model_to_string().encode(), np.uint8)
        return cls(Networks.fit(star_rows, missed, seed=seed), text)

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        """The models that gave these arrays()."""
        networks = {name: arrays[name] for name in Networks.__dataclass_fields__}
        return cls(Networks(**networks), arrays["rank"])

    def arrays(self) -> Arrays:
        """The networks' weights, and the boosted model."""
        return {**self.stars.arrays(), "rank": self.ranking}

    def predict(self, signals: Signals, films: NDArray[np.intp]) -> Stars:
        """Stars for these films, not yet kept within 0.5..5."""
        stars = np.empty(len(films))
        for first in range(0, len(films), FILMS_AT_ONCE):
            some = slice(first, first + FILMS_AT_ONCE)
            table = signals.table(films[some])
            stars[some] = table["stars"] + self.stars.predict(_star_rows(table))
        return stars

    def order(self, signals: Signals, candidates: Candidates) -> Scores:
        """A score for each candidate, higher is better."""
        if not len(candidates.films):
            return np.empty(0)
        rows = _matrix(_ranked(signals, candidates), RANK_SIGNALS)
        return np.asarray(self.rank.predict(rows, num_threads=1), np.float64)


def _matrix(table: Columns, names: Sequence[str]) -> Matrix:
    return np.stack([table[name] for name in names], axis=1).astype(np.float32)


def _star_rows(table: Columns) -> Matrix:
    logs = {name: np.log(np.maximum(table[name], LEAST)) for name in LONG_TAILED}
    return _matrix(table | logs, STAR_SIGNALS)


def _ranked(signals: Signals, candidates: Candidates) -> Columns:
    """The candidates' signals, and how they compare with those of the other candidates."""
    table = signals.table(candidates.films)
    table |= {"tempered": candidates.tempered, "rank": np.arange(float(len(candidates.films)))}
    return table | {f"{name}_within": standardised(table[name]) for name in WITHIN}


def standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """At mean 0 and variance 1; all 0 if they are all equal."""
    spread = float(values.std()) if len(values) else 0.0
    return (values - values.mean()) / spread if spread > 0 else np.zeros(len(values))
