"""What the collaborative model's parts say of every film for one member, side by side.

The blend learns, from members that the parts have not seen, how far to trust each signal.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.factors import FactorModel
from models.features import COLUMNS, GENRES, Matrix
from models.interface import History
from models.item_item import ItemItemModel, liked

Vector = NDArray[np.float64]
Columns = dict[str, Vector]

# Added to sums of weights, so that a film with hardly any neighbour in the history gets near 0.
NEIGHBOUR_DAMPING, CLOSE_DAMPING = 0.05, 0.005
GROUP_DAMPING = 5.0  # rated films of a genre or decade whose mean residual counts half
HIGH, LOW = 4.5, 2.0  # stars
FIRST_DECADE, DECADES = 1900, 14
STRONG = 100  # the liking of a film is compared with that of the member's 100th
LONGEST_RESIDUAL = 3.0  # stars


@dataclass(frozen=True)
class FilmFacts:
    """What is the same for every member. `columns` are (films,) each; `genres` (films, GENRES)
    sum up to 1, or 0 if unknown; `decades` (films,) count from 1, 0 if unknown."""

    columns: Columns
    genres: Matrix
    decades: NDArray[np.intp]

    @classmethod
    def of(cls, factors: FactorModel, items: ItemItemModel, features: Matrix) -> Self:
        """`features` as in models.features, one row for each film of both models."""
        named = {name: features[:, COLUMNS.index(name)] for name in COLUMNS}
        genres = np.nan_to_num(np.stack([named[name] for name in GENRES], axis=1))
        decades = (named["release_year"] - FIRST_DECADE) // 10
        return cls(
            columns={
                "log_count": np.log1p(items.counts),
                "film_mean": factors.means.astype(np.float64),
                "noise": factors.noise.astype(np.float64),
                "year": named["release_year"].astype(np.float64),
                "runtime": named["runtime"].astype(np.float64),
                "is_movie": named["is_movie"].astype(np.float64),
            },
            genres=genres / np.maximum(genres.sum(axis=1, keepdims=True), 1),
            decades=np.nan_to_num(decades.clip(0, DECADES - 2) + 1).astype(np.intp),
        )

    @property
    def nbytes(self) -> int:
        columns = sum(column.nbytes for column in self.columns.values())
        return columns + self.genres.nbytes + self.decades.nbytes


@dataclass(frozen=True)
class Signals:
    """All signals for one member: `films` has one value per film, `member` one for all films.

    Where films of the history are summed up or averaged, each counts by its weight.
    """

    films: Columns
    member: dict[str, float]

    @classmethod
    def of(
        cls, factors: FactorModel, items: ItemItemModel, facts: FilmFacts, history: History
    ) -> tuple[Self, Self]:
        """The signals, and the signals as if each rated film had not been rated, at that film.

        The second are for learning from residuals. Only the factors need care in them: no film
        speaks for itself among the item-item weights, and of a genre it is one of many.
        """
        taste = factors.taste_of(history)
        left_out = factors.left_out(history, taste)
        residuals = np.zeros(len(history.films))
        residuals[history.rated] = history.stars[history.rated] - left_out
        residuals = residuals.clip(-LONGEST_RESIDUAL, LONGEST_RESIDUAL)
        stars = factors.stars(taste)
        films = {"stars": stars, "doubt": factors.doubt(taste)}
        films |= _neighbours(items, history, residuals) | _groups(facts, history, residuals)
        all_signals = cls(films | facts.columns, _member(facts, history, residuals))
        without = stars.copy()
        without[history.films[history.rated]] = left_out
        return all_signals, replace(all_signals, films=all_signals.films | {"stars": without})

    def table(self, rows: NDArray[np.intp]) -> Columns:
        """Every signal of these films, and how they differ from the member's usual films."""
        films = {name: column[rows] for name, column in self.films.items()}
        member = {name: np.full(len(rows), value) for name, value in self.member.items()}
        return (
            films
            | member
            | {
                "stars_above": films["stars"] - self.member["mean"],
                "count_above": films["log_count"] - self.member["usual_count"],
                "year_after": films["year"] - self.member["usual_year"],
            }
        )


def _neighbours(items: ItemItemModel, history: History, residuals: Vector) -> Columns:
    """What the item-item weights say: sums over the films of the history."""
    rows = items.weights[history.films]
    owner = np.repeat(np.arange(len(history.films)), np.diff(rows.indptr))
    weights = (rows.data * items.scales[rows.indices]).astype(np.float64)
    positive = np.maximum(weights, 0)
    close = positive**2

    def total(values: Vector) -> Vector:
        summed = np.bincount(rows.indices, weights=values, minlength=len(items.counts))
        return summed.astype(np.float64)

    liking = total(weights * liked(history)[owner])
    if (history.weights < 1).any():  # there may be millions of entries
        counted = history.weights[owner]
        weights, positive, close = (values * counted for values in (weights, positive, close))
    support, residual = total(positive), residuals[owner]
    return {
        "liking": liking,
        "strength": _over_strong(liking),
        "watching": total(weights) / np.sqrt(_size(history)),
        "support": support,
        "neighbours": total(positive * residual) / (support + NEIGHBOUR_DAMPING),
        "close_neighbours": total(close * residual) / (total(close) + CLOSE_DAMPING),
    }


def _size(history: History) -> float:
    """The number of films, each counted by its weight; 1 if there are none."""
    return float(history.weights.sum()) or 1.0


def _over_strong(liking: Vector) -> Vector:
    """Divided by the STRONG-th largest; 0 if that is not even positive."""
    strong = min(STRONG, len(liking))
    usual = np.partition(liking, -strong)[-strong] if strong else 0.0
    return liking / usual if usual > 0 else np.zeros(len(liking))


def _groups(facts: FilmFacts, history: History, residuals: Vector) -> Columns:
    """How much more the member likes films of the same genres and decade than predicted."""
    genres, decades = facts.genres[history.films], facts.decades[history.films]
    weights, counted = history.weights, history.weights * residuals
    seen = (weights.astype(genres.dtype)[:, None] * genres).sum(axis=0)
    by_genre = counted @ genres / (seen + GROUP_DAMPING)
    sums = np.bincount(decades, weights=counted, minlength=DECADES)
    by_decade = sums / (np.bincount(decades, weights, minlength=DECADES) + GROUP_DAMPING)
    return {
        "genre_residual": facts.genres @ by_genre,
        "genre_share": facts.genres @ (seen / _size(history)),
        "decade_residual": by_decade[facts.decades],
    }


def _member(facts: FilmFacts, history: History, residuals: Vector) -> dict[str, float]:
    """Figures of the history; NaN where it has nothing to make them of."""
    stars = history.stars[history.rated]
    counts, years = facts.columns["log_count"], facts.columns["year"]
    return {
        "log_length": float(np.log1p(len(history.films))),
        "mean": _mean(stars),
        "spread": _spread(stars),
        "residual": _mean(residuals[history.rated]),
        "residual_spread": _spread(residuals[history.rated]),
        "high_share": _mean(stars >= HIGH),
        "low_share": _mean(stars <= LOW),
        "usual_count": _mean(counts[history.films]),
        "usual_year": _mean(years[history.films]),
    }


def _mean(values: Vector | NDArray[np.bool_]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else np.nan


def _spread(values: Vector) -> float:
    return float(values.std()) if len(values) else np.nan
