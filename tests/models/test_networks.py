import numpy as np
import pytest

from models.networks import FARTHEST, Networks

RNG = np.random.default_rng(3)
ROWS = RNG.normal(size=(30_000, 5)).astype(np.float32)
TARGET = (ROWS[:, 0] * 0.5 + np.abs(ROWS[:, 1])).astype(np.float64)


@pytest.fixture(scope="module")
def networks() -> Networks:
    return Networks.fit(ROWS, TARGET)


def test_they_learn_what_is_not_a_straight_line(networks: Networks) -> None:
    fresh = RNG.normal(size=(500, 5)).astype(np.float32)
    error = networks.predict(fresh) - (fresh[:, 0] * 0.5 + np.abs(fresh[:, 1]))
    assert np.sqrt((error**2).mean()) < 0.2


def test_two_fits_agree_and_another_seed_differs(networks: Networks) -> None:
    assert np.array_equal(Networks.fit(ROWS, TARGET).predict(ROWS), networks.predict(ROWS))
    assert not np.allclose(Networks.fit(ROWS, TARGET, seed=9).predict(ROWS), networks.predict(ROWS))


def test_the_arrays_make_the_same_networks_again(networks: Networks) -> None:
    assert np.array_equal(Networks(**networks.arrays()).predict(ROWS), networks.predict(ROWS))


def test_one_row_at_a_time_equals_all_at_once(networks: Networks) -> None:
    singly = [networks.predict(ROWS[[row]])[0] for row in range(5)]
    assert singly == pytest.approx(networks.predict(ROWS[:5]), abs=1e-5)


def test_an_unknown_value_counts_as_the_usual_one(networks: Networks) -> None:
    unknown, usual = np.full((1, 5), np.nan, np.float32), networks.usual[None]
    assert np.array_equal(networks.predict(unknown), networks.predict(usual))


def test_far_away_values_do_not_run_away(networks: Networks) -> None:
    far = np.full((1, 5), 1e30, np.float32)
    edge = (networks.center + FARTHEST * networks.scale)[None]
    assert networks.predict(far) == pytest.approx(networks.predict(edge), abs=1e-4)


def test_signals_that_never_change_or_are_never_known_do_no_harm() -> None:
    rows = ROWS.copy()
    rows[:, 2], rows[:, 3] = 7, np.nan
    assert np.isfinite(Networks.fit(rows, TARGET).predict(rows)).all()
