import json
from functools import partial
from time import sleep

import pytest

from tests.benchmarks.bench import Bench
from tests.benchmarks.clock import costs
from tests.benchmarks.plain import plain_recommendations
from tests.benchmarks.report import Results
from tests.benchmarks.subjects import GOALS, SUBJECTS
from tests.conftest import LiveApp

RATED = 20


@pytest.fixture
def bench(trained: LiveApp) -> Bench:
    return Bench(trained.services, RATED)


def test_a_tiny_run_measures_every_subject(bench: Bench) -> None:
    results = Results(len(bench.records), RATED, costs(SUBJECTS, bench, rounds=1), {"s": 1.0})
    assert list(results.costs) == list(SUBJECTS)
    assert all(cost.computed > 0 and cost.passed > 0 for cost in results.costs.values())
    assert GOALS.keys() <= results.ratios.keys()
    table = "\n".join(results.lines())
    assert all(table.count(name) >= 1 for name in SUBJECTS)
    assert table.index("ratio") < table.index("milliseconds")
    assert json.loads(json.dumps(results.as_json()))["ratios"] == results.ratios


def test_the_best_round_counts(bench: Bench) -> None:
    pauses = [0.0, 0.5]
    (cost,) = costs({"waiting": lambda _: partial(sleep, pauses.pop())}, bench, rounds=2).values()
    assert cost.passed < 0.5


def test_no_two_newcomers_are_alike(bench: Bench) -> None:
    one, other = bench.newcomer(), bench.newcomer()
    assert one.profile != other.profile
    assert len(one.ratings) == RATED
    assert not one.ratings.equals(other.ratings)


def test_the_plain_way_recommends_films_that_are_not_rated(bench: Bench) -> None:
    ratings = bench.newcomer().ratings
    answer = plain_recommendations(bench.records, ratings, 24)
    assert len(answer) == 24
    assert not set(answer["movie_id"]) & set(ratings["movie_id"])
    assert answer["predicted"].is_monotonic_decreasing
