import numpy as np
import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import mean_absolute_error, root_mean_squared_error

from models.evaluate.metrics import (
    average_precision_at,
    mae,
    ndcg_at,
    precision_at,
    recall_at,
    rmse,
)

METRICS = {
    "ndcg_cut": ndcg_at,
    "recall": recall_at,
    "P": precision_at,
    "map_cut": average_precision_at,
}
CUTS = (1, 5, 10, 20)

# Rankings of 1 to 40 films, and how many relevant films there are that were never ranked.
judged = st.tuples(arrays(np.bool_, st.integers(1, 40)), st.integers(0, 30))


def all_relevant(relevance: np.ndarray, elsewhere: int) -> int:
    return int(relevance.sum()) + elsewhere


@given(judged)
def test_every_ranking_metric_agrees_with_trec_eval(case: tuple[np.ndarray, int]) -> None:
    relevance, elsewhere = case
    n_relevant = all_relevant(relevance, elsewhere)
    if not n_relevant:
        return
    truth = {f"f{row}": int(relevant) for row, relevant in enumerate(relevance)}
    truth |= {f"elsewhere{row}": 1 for row in range(elsewhere)}
    shown = {f"f{row}": float(-row) for row in range(len(relevance))}
    cuts = ",".join(map(str, CUTS))
    judge = pytrec_eval.RelevanceEvaluator({"q": truth}, {f"{name}.{cuts}" for name in METRICS})
    theirs = judge.evaluate({"q": shown})["q"]
    for name, metric in METRICS.items():
        for k in CUTS:
            assert metric(relevance, n_relevant, k) == pytest.approx(theirs[f"{name}_{k}"])


@given(judged, st.integers(1, 50))
def test_ranking_metrics_lie_within_zero_and_one(case: tuple[np.ndarray, int], k: int) -> None:
    n_relevant = all_relevant(*case)
    for metric in METRICS.values():
        value = metric(case[0], n_relevant, k)
        assert np.isnan(value) if not n_relevant else 0 <= value <= 1 + 1e-12


@given(st.integers(1, 20))
def test_a_perfect_ranking_is_worth_one(n_relevant: int) -> None:
    relevance = np.arange(20) < n_relevant
    for metric in (ndcg_at, recall_at, average_precision_at):
        assert metric(relevance, n_relevant, 20) == pytest.approx(1)
    assert precision_at(relevance, n_relevant, n_relevant) == 1


@given(st.integers(0, 18))
def test_a_hit_one_rank_earlier_is_worth_more(rank: int) -> None:
    earlier, later = np.arange(20) == rank, np.arange(20) == rank + 1
    for metric in (ndcg_at, average_precision_at):
        assert metric(earlier, 3, 20) > metric(later, 3, 20)


stars = arrays(np.float64, 12, elements=st.floats(0.5, 5))


@given(stars, stars)
def test_errors_of_stars_agree_with_scikit_learn(predicted: np.ndarray, actual: np.ndarray) -> None:
    assert rmse(predicted, actual) == pytest.approx(root_mean_squared_error(actual, predicted))
    assert mae(predicted, actual) == pytest.approx(mean_absolute_error(actual, predicted))
    assert mae(predicted, actual) <= rmse(predicted, actual) + 1e-12
