"""Accuracy of stars (pooled over ratings) and of rankings (one member at a time).

Ranking metrics take `ranked_relevance`, the relevance (true or false) of the films shown from
rank 1 on, and `n_relevant`, how many relevant films there are in all. They are NaN where nothing
is relevant: such a member says nothing about a ranking and must be skipped, not counted as 0.
"""

import numpy as np
from numpy.typing import NDArray

Relevance = NDArray[np.bool_]
Stars = NDArray[np.float64]


def rmse(predicted: Stars, actual: Stars) -> float:
    """Root mean squared error: sqrt(sum((predicted - actual)^2) / n).

    >>> rmse(np.array([3.0, 4.0]), np.array([4.0, 4.0]))
    0.7071067811865476
    """
    return float(np.sqrt(np.mean((predicted - actual) ** 2)))


def mae(predicted: Stars, actual: Stars) -> float:
    """Mean absolute error: sum(|predicted - actual|) / n.

    >>> mae(np.array([3.0, 4.0]), np.array([4.0, 4.0]))
    0.5
    """
    return float(np.mean(np.abs(predicted - actual)))


def ndcg_at(ranked_relevance: Relevance, n_relevant: int, k: int) -> float:
    """Normalised discounted cumulative gain: DCG / ideal DCG, both cut at rank k.

    DCG = sum over relevant ranks r <= k of 1 / log2(r + 1); ideal: ranks 1..min(k, n_relevant).

    >>> ndcg_at(np.array([True, False, False]), n_relevant=1, k=3)
    1.0
    >>> round(ndcg_at(np.array([False, True, False]), n_relevant=1, k=3), 4)
    0.6309
    """
    if not n_relevant:
        return float("nan")
    discounts = 1 / np.log2(np.arange(2, k + 2))
    top = ranked_relevance[:k]
    return float((discounts[: len(top)] @ top) / discounts[:n_relevant].sum())


def recall_at(ranked_relevance: Relevance, n_relevant: int, k: int) -> float:
    """Share of the relevant films that are shown: hits at k / n_relevant.

    >>> recall_at(np.array([True, False, True]), n_relevant=4, k=3)
    0.5
    """
    return _hits(ranked_relevance, k) / n_relevant if n_relevant else float("nan")


def precision_at(ranked_relevance: Relevance, n_relevant: int, k: int) -> float:
    """Share of the first k places that are relevant: hits at k / k.

    >>> precision_at(np.array([True, False, False, True]), n_relevant=3, k=4)
    0.5
    """
    return _hits(ranked_relevance, k) / k if n_relevant else float("nan")


def average_precision_at(ranked_relevance: Relevance, n_relevant: int, k: int) -> float:
    """Average precision: sum over relevant ranks r <= k of precision at r, / n_relevant.

    Its mean over members is MAP@k. As in trec_eval, all relevant films count, also beyond k.

    >>> average_precision_at(np.array([True, False, True, False]), n_relevant=2, k=4)
    0.8333333333333333
    """
    if not n_relevant:
        return float("nan")
    ranks = np.flatnonzero(ranked_relevance[:k]) + 1
    return float((np.arange(1, len(ranks) + 1) / ranks).sum() / n_relevant)


def _hits(ranked_relevance: Relevance, k: int) -> int:
    return int(np.count_nonzero(ranked_relevance[:k]))
