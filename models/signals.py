"""What the collaborative model's parts say of every film for one member, side by side.

The blend learns, from members that the parts have not seen, how far to trust each signal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.factors import FactorModel
from models.features import COLUMNS, GENRES, Matrix
from models.interface import History
from models.item_item import ItemItemModel, liked

Vector = NDArray[np.float64]
Columns = dict[str, Vector]
Kept = dict[str, NDArray[Any]]  # in single precision where that is exact enough

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

    columns: Kept
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
                "film_mean": factors.means,
                "noise": factors.noise,
                "year": named["release_year"].copy(),
                "runtime": named["runtime"].copy(),
                "is_movie": named["is_movie"].copy(),
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

    films: Kept
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
        films: Kept = {"stars": stars, "doubt": factors.doubt(taste)}
        films |= _neighbours(items, history, residuals) | _groups(facts, history, residuals)
        all_signals = cls(films | facts.columns, _member(facts, history, residuals))
        without = stars.copy()
        without[history.films[history.rated]] = left_out
        return all_signals, replace(all_signals, films=all_signals.films | {"stars": without})

    def rounded(self, facts: FilmFacts) -> Self:
        """In single precision, which takes half the memory."""
        films = {name: column.astype(np.float32) for name, column in self.films.items()}
        return replace(self, films=films | facts.columns)

    def table(self, rows: NDArray[np.intp]) -> Columns:
        """Every signal of these films, and how they differ from the member's usual films."""
        films = {name: column[rows].astype(np.float64) for name, column in self.films.items()}
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
    told = np.stack([liked(history), history.weights, history.weights * residuals])
    sums = [np.zeros(len(items.counts)) for _ in range(6)]
    for some, rows in items.rows_of(history.films):
        for place, values in enumerate(_spoken(items, rows, told[:, some])):
            sums[place] += np.bincount(rows.indices, weights=values, minlength=len(items.counts))
    liking, watching, support, missed, close, close_missed = sums
    return {
        "liking": liking,
        "strength": _over_strong(liking),
        "watching": watching / np.sqrt(_size(history)),
        "support": support,
        "neighbours": missed / (support + NEIGHBOUR_DAMPING),
        "close_neighbours": close_missed / (close + CLOSE_DAMPING),
    }


def _spoken(items: ItemItemModel, rows: sparse.csr_array, told: Vector) -> Iterator[Vector]:
    """What each entry of some films' weights adds to each of the sums."""
    likes, counted, missed = np.repeat(told, np.diff(rows.indptr), axis=1)
    weights = (rows.data * items.scales[rows.indices]).astype(np.float64)
    yield weights * likes
    yield weights * counted
    for positive in (np.maximum(weights, 0), np.maximum(weights, 0) ** 2):
        yield positive * counted
        yield positive * missed


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
    single = genres.dtype  # as the genres of all films are, so that they need not be converted
    return {
        "genre_residual": (facts.genres @ by_genre.astype(single)).astype(np.float64),
        "genre_share": (facts.genres @ (seen / _size(history)).astype(single)).astype(np.float64),
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
        "usual_year": _mean(years[history.films].astype(np.float64)),
    }


def _mean(values: Vector | NDArray[np.bool_]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else np.nan


def _spread(values: Vector) -> float:
    return float(values.std()) if len(values) else np.nan
