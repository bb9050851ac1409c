"""Which request a fault befalls."""

from collections import Counter
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.standin.faults import RATES, SERVER_ERRORS, Fault, Faults

PATHS = [f"/film/film-{number}/" for number in range(3000)]


def test_there_is_a_rate_for_every_fault() -> None:
    assert set(RATES) == set(get_args(Fault))


def test_nothing_goes_wrong_unless_asked_for() -> None:
    assert not any(Faults(seed=seed).choose("/", 1) for seed in range(100))


@given(st.integers(), st.text(), st.integers(1, 9))
def test_the_same_request_fares_the_same(seed: int, path: str, attempt: int) -> None:
    one, other = (Faults(seed=seed, cut=0.3, challenge=0.3, slow=0.3) for _ in range(2))
    assert one.choose(path, attempt) == other.choose(path, attempt)
    assert one.server_error_status(path, attempt) == other.server_error_status(path, attempt)


@pytest.mark.parametrize("name", RATES)
def test_a_rate_of_one_befalls_every_request(name: str) -> None:
    faults = Faults(**{name: 1.0})
    assert all(faults.choose(path, 1) == name for path in PATHS)


def test_only_paths_that_match_are_at_risk() -> None:
    faults = Faults(challenge=1.0, paths=r"/[^/]+/films/.*")
    assert faults.choose("/ada/films/page/2/", 1) == "challenge"
    assert not any(faults.choose(path, 1) for path in ("/ada/rss/", "/robots.txt", *PATHS[:9]))


def test_rates_are_shares_of_requests() -> None:
    faults = Faults(seed=1, rate_limited=0.1, server_error=0.2, cut=0.05)
    found = Counter(faults.choose(path, 1) for path in PATHS)
    shares = {name: count / len(PATHS) for name, count in found.items()}
    expected = {"rate_limited": 0.1, "server_error": 0.2, "cut": 0.05, None: 0.65}
    assert shares == pytest.approx(expected, abs=0.03)


def test_seed_path_and_attempt_each_matter() -> None:
    faults = [Faults(seed=seed, slow=0.5) for seed in (0, 1)]
    assert len({faults[0].choose(path, 1) for path in PATHS[:20]}) == 2
    assert len({faults[0].choose("/", attempt) for attempt in range(20)}) == 2
    assert [faults[0].choose(path, 1) for path in PATHS] != [
        faults[1].choose(path, 1) for path in PATHS
    ]


def test_server_errors_are_of_every_kind() -> None:
    faults = Faults(server_error=1.0)
    assert {faults.server_error_status(path, 1) for path in PATHS[:200]} == set(SERVER_ERRORS)
