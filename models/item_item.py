"""Films that speak for each other: linear item-item weights, for ranking.

EASE (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019) on graded ratings.
With X (members, films) holding how much each member liked each film, and P = (X'X + lambda I)^-1,
the weights are B = I - P / diag(P): the ridge regression of every film on all the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from models.features import Matrix
from models.interface import History, Scores

SHARPNESS = 2.0  # how fast liking grows with the stars above the member's mean
UNRATED = 0.5  # liking of a film that was logged without stars: that of the member's mean
HEART = 0.9  # liking, at least, of a film marked with a heart
# lambda, as a share of the mean diagonal of X'X: 400 on 18 million ratings; at least so much.
RIDGE, LEAST_RIDGE = 0.75, 10.0
# A member of this many ratings weighs 1; one of n weighs (n / TYPICAL)^-ACTIVITY.
TYPICAL, ACTIVITY = 300.0, 0.25
MEMBERS_AT_ONCE = 4000
LEVELS = 127  # of a weight in one byte
KEPT_PER_FILM = 600  # weights, on average
ENTRIES_AT_ONCE = 2**18  # weights; those of a few hundred films
# Films are ranked by score * count^-TEMPER, which keeps quality and widens what is shown.
TEMPER = 0.1
# At popularity p scores are multiplied by reach^(REACH_RANGE p). A film's own reach tells hidden
# gems better than its count: more different films at the same NDCG@10 (docs/models.md).
REACH_RANGE = 0.85
REACH_MEMBERS = 2000  # from whom it is measured
LEAST_REACH = 0.1  # quantile; less is noise


def liking(stars: NDArray[np.float64], mean: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """How much a member likes a film they gave `stars`: sigmoid(SHARPNESS (stars - mean)).

    >>> liking(np.array([5.0, 3.0, 1.0]), 3.0).round(2).tolist()
    [0.98, 0.5, 0.02]
    """
    return 1 / (1 + np.exp(-SHARPNESS * (stars - mean)))


@dataclass(frozen=True)
class ItemItemModel:
    """The strongest item-item weights, one byte each.

    `weights` (films, films) holds at row i what liking film i says for each other film, in units
    of `scales` (films,), one for each column. `counts` (films,) are ratings in training; `reach`
    (films,) is how strongly histories usually speak for the film, 1 for the median film.
    """

    weights: sparse.csr_array
    scales: NDArray[np.float32]
    counts: NDArray[np.int64]
    reach: NDArray[np.float32]

    @classmethod
    def fit(
        cls,
        members: NDArray[np.int32],
        films: NDArray[np.int32],
        stars: NDArray[np.float64],
        n_films: int,
        max_films: int = 10_000,
    ) -> Self:
        """Learn from ratings, one entry each, on the `max_films` most rated films.

        Costs about max_films^2 * 12 bytes at its peak.
        """
        counts = np.bincount(films, minlength=n_films)
        chosen = np.argsort(-counts, kind="stable")[: min(max_films, np.count_nonzero(counts))]
        graded = _graded(members, films, stars, n_films)
        learned = graded[:, chosen]
        weights, scales = _compressed(_ridge(_gram(learned)))
        sample = learned[:: max(1, learned.shape[0] // REACH_MEMBERS)]
        reach = _reach(sample, weights, scales * _temper(counts[chosen]))
        return cls(
            _placed(weights, chosen, n_films),
            _spread(scales, chosen, n_films, missing=0.0),
            counts,
            _spread(reach, chosen, n_films, missing=1.0),
        )

    @property
    def nbytes(self) -> int:
        kept, facts = self.weights, (self.scales, self.counts, self.reach)
        sparse_bytes = kept.data.nbytes + kept.indices.nbytes + kept.indptr.nbytes
        return int(sparse_bytes + sum(fact.nbytes for fact in facts))

    def score(self, history: History, popularity: float = 0.0) -> Scores:
        """How strongly the history speaks for every film, shape (films,), higher is better.

        Without a history: how often each film was rated.
        """
        leaning: Scores = self.reach.astype(np.float64) ** (REACH_RANGE * popularity)
        if not len(history.films):
            return leaning * self.counts
        likes, spoken = liked(history), np.zeros(len(self.counts))
        for some, rows in self.rows_of(history.films):
            spoken += likes[some] @ rows
        tempered: Scores = self.scales * spoken * _temper(self.counts) * leaning
        return tempered

    def rows_of(self, films: NDArray[np.signedinteger]) -> Iterator[tuple[slice, sparse.csr_array]]:
        """The weights of some of these films after the other, and where among them they are: of a
        long history all would be millions."""
        starts = self.weights.indptr
        ends = np.cumsum(starts[films + 1] - starts[films], dtype=np.int64)
        full = np.arange(ENTRIES_AT_ONCE, ends[-1] if len(ends) else 0, ENTRIES_AT_ONCE)
        cuts = {0, *np.searchsorted(ends, full).tolist(), len(films)}
        for first, last in pairwise(sorted(cuts)):
            yield slice(first, last), self.weights[films[first:last]]

    def contributions(self, history: History, films: NDArray[np.intp]) -> Scores:
        """What each film of the history adds to the scores of `films`, (history films, films);
        the columns sum up to the scores."""
        weights = self.weights[history.films][:, films].toarray()
        scales = self.scales[films] * _temper(self.counts[films])
        added: Scores = liked(history)[:, None] * weights * scales
        return added


def _temper(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray((1.0 + counts) ** -TEMPER, np.float64)


def liked(history: History) -> NDArray[np.float64]:
    """How much the member likes each film of the history, 0..1, times how much it counts."""
    rated = history.rated
    mean = history.stars[rated].mean() if rated.any() else 0.0
    graded = np.where(rated, liking(np.nan_to_num(history.stars), mean), UNRATED)
    return history.weights * np.where(history.liked, np.maximum(graded, HEART), graded)


def _graded(
    members: NDArray[np.int32], films: NDArray[np.int32], stars: NDArray[np.float64], n_films: int
) -> sparse.csr_array:
    """X: liking, scaled down for members with long histories, shape (members, films)."""
    _, rows = np.unique(members, return_inverse=True)
    sizes = np.bincount(rows)
    means = np.bincount(rows, weights=stars) / sizes
    graded = liking(stars, means[rows]) * (sizes[rows] / TYPICAL) ** -ACTIVITY
    entries = (graded.astype(np.float32), (rows, films))
    return sparse.csr_array(entries, shape=(len(sizes), n_films))


def _gram(graded: sparse.csr_array) -> Matrix:
    """X'X, dense: a dense product of a few thousand members at a time is the fastest way."""
    gram = np.zeros((graded.shape[1], graded.shape[1]), np.float32)
    for first in range(0, graded.shape[0], MEMBERS_AT_ONCE):
        some = graded[first : first + MEMBERS_AT_ONCE].toarray()
        gram += some.T @ some
    return gram


def _ridge(gram: Matrix) -> Matrix:
    """B, computed in place of `gram`."""
    diagonal = np.diag_indices_from(gram)
    gram[diagonal] += max(RIDGE * np.diag(gram).mean(), LEAST_RIDGE)
    weights = linalg.inv(gram, overwrite_a=True, check_finite=False)
    weights /= -np.diag(weights).copy()
    weights[diagonal] = 0
    return weights


def _compressed(dense: Matrix) -> tuple[sparse.csr_array, NDArray[np.float32]]:
    """The largest weights of all, as whole steps of their column's scale.

    One threshold for all loses far less than the same number of weights for each film: at 800
    a film NDCG@10 fell from 0.3158 to 0.3152, against 0.3089 (measured at 6,000 films).
    """
    size = len(dense)
    scales = np.maximum(np.abs(dense).max(axis=0, initial=0), np.finfo(np.float32).tiny) / LEVELS
    sample = np.abs(dense[:: max(1, size // 200)])
    threshold = np.quantile(sample, max(0.0, 1 - KEPT_PER_FILM / max(1, size)))
    rows = [
        sparse.csr_array(np.where(np.abs(row) >= threshold, np.rint(row / scales), 0)[None])
        for row in dense
    ]
    return sparse.vstack(rows, format="csr").astype(np.int8), scales.astype(np.float32)


def _reach(
    graded: sparse.csr_array, weights: sparse.csr_array, scales: NDArray[np.float64]
) -> NDArray[np.float32]:
    """The root mean square of each film's scores for these members, over that of the median."""
    scores = (graded @ weights.astype(np.float32)) * scales[None]
    usual = np.sqrt(scores.power(2).mean(axis=0))
    spoken_for = usual[usual > 0]
    if not len(spoken_for):
        return np.ones(len(scales), np.float32)
    least = np.quantile(spoken_for, LEAST_REACH)
    reach: NDArray[np.float32] = np.maximum(usual, least) / np.median(spoken_for)
    return reach.astype(np.float32)


def _placed(weights: sparse.csr_array, chosen: NDArray[np.intp], n_films: int) -> sparse.csr_array:
    """Rows and columns in the catalogue's order; those of films that were not chosen are empty."""
    places = (np.ones(len(chosen), np.int8), (np.arange(len(chosen)), chosen))
    place = sparse.csr_array(places, shape=(len(chosen), n_films))
    spread = (place.T @ weights @ place).tocsr()
    indices, starts = spread.indices.astype(np.int32), spread.indptr.astype(np.int32)
    return sparse.csr_array((spread.data, indices, starts), shape=spread.shape)


def _spread(
    values: NDArray[np.float32], chosen: NDArray[np.intp], n_films: int, missing: float
) -> NDArray[np.float32]:
    everywhere = np.full(n_films, missing, np.float32)
    everywhere[chosen] = values
    return everywhere
