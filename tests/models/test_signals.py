import numpy as np
import pytest

from models import item_item
from models.factor_training import fit_factors
from models.factors import FactorModel
from models.features import COLUMNS
from models.interface import History
from models.item_item import ItemItemModel
from models.signals import FilmFacts, Signals
from tests.models.history_contract import N_FILMS, history, some_features, two_camps, weighing

MINE = history(list(range(20)), [4.5, 1.5] * 10)
NOTHING = history([], [])


@pytest.fixture(scope="module")
def parts() -> tuple[FactorModel, ItemItemModel, FilmFacts]:
    factors = fit_factors(*two_camps(), N_FILMS, factors=4)
    items = ItemItemModel.fit(*two_camps(), N_FILMS)
    return factors, items, FilmFacts.of(factors, items, some_features(N_FILMS))


Parts = tuple[FactorModel, ItemItemModel, FilmFacts]


def test_the_own_signals_are_those_without_the_rating(parts: Parts) -> None:
    _, own = Signals.of(*parts, MINE)
    shorter = History(
        MINE.films, np.where(np.arange(20) == 7, np.nan, MINE.stars), np.zeros(20, np.bool_)
    )
    without, _ = Signals.of(*parts, shorter)
    assert own.films["stars"][7] == pytest.approx(without.films["stars"][7], abs=1e-3)


def test_the_own_signals_of_other_films_are_the_usual_ones(parts: Parts) -> None:
    usual, own = Signals.of(*parts, MINE)
    assert np.array_equal(usual.films["stars"][20:], own.films["stars"][20:])
    assert own.films["liking"] is usual.films["liking"]


def test_neighbours_say_what_the_residuals_of_films_like_it_are(parts: Parts) -> None:
    factors, items, facts = parts
    generous = history(list(range(20)), [5.0, 1.5] * 10)
    usual, more = (Signals.of(factors, items, facts, one)[0].films for one in (MINE, generous))
    even = np.arange(20, 50, 2)
    assert more["neighbours"][even].mean() > usual["neighbours"][even].mean()


def test_a_film_that_hardly_counts_says_no_more_than_one_that_was_never_logged(
    parts: Parts,
) -> None:
    mine = history(list(range(20)), [5.0, 1.5] * 5 + [1.5, 5.0] * 5)
    faint, _ = Signals.of(*parts, weighing(mine, [1e-6] * 10 + [1.0] * 10))
    recent, _ = Signals.of(*parts, mine.take(np.arange(10, 20)))
    for name, signal in recent.films.items():
        assert faint.films[name] == pytest.approx(signal, abs=1e-3, nan_ok=True), name


def test_a_table_has_every_signal_for_the_films_asked_for(parts: Parts) -> None:
    signals, _ = Signals.of(*parts, MINE)
    table = signals.table(np.array([22, 31]))
    assert {len(column) for column in table.values()} == {2}
    assert table["stars_above"] == pytest.approx(table["stars"] - 3.0)


def test_figures_of_an_empty_history_are_unknown_not_zero(parts: Parts) -> None:
    signals, _ = Signals.of(*parts, NOTHING)
    assert np.isnan(signals.member["mean"])
    assert np.isnan(signals.member["spread"])
    assert signals.member["log_length"] == 0


def test_unknown_years_have_a_decade_of_their_own() -> None:
    features = np.full((3, len(COLUMNS)), np.nan, np.float32)
    features[:, COLUMNS.index("release_year")] = [np.nan, 1896, 2031]
    factors = fit_factors(*_one_rating(), 3, factors=2)
    facts = FilmFacts.of(factors, ItemItemModel.fit(*_one_rating(), 3), features)
    assert facts.decades.tolist() == [0, 1, 13]
    assert not facts.genres.any()


def _one_rating() -> tuple[
    np.ndarray[tuple[int], np.dtype[np.int32]],
    np.ndarray[tuple[int], np.dtype[np.int32]],
    np.ndarray[tuple[int], np.dtype[np.float64]],
]:
    members, films = np.array([0, 1, 1], np.int32), np.array([0, 1, 2], np.int32)
    return members, films, np.array([3.0, 4.0, 2.0])


def test_a_long_history_says_the_same_some_films_at_a_time(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, items, _ = parts
    mine = weighing(MINE, [0.5, 1.0] * 10)
    at_once, scores = Signals.of(*parts, mine)[0], items.score(mine)
    monkeypatch.setattr(item_item, "ENTRIES_AT_ONCE", 50)
    assert len(list(items.rows_of(mine.films))) > 5
    some_at_a_time = Signals.of(*parts, mine)[0]
    for name, signal in at_once.films.items():
        assert some_at_a_time.films[name] == pytest.approx(signal, nan_ok=True), name
    assert items.score(mine) == pytest.approx(scores)


def test_the_weights_come_for_each_film_once(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    _, items, _ = parts
    monkeypatch.setattr(item_item, "ENTRIES_AT_ONCE", 50)
    films = np.array([7, 3, 59, 20, 21])
    rows = np.vstack([part.toarray() for _, part in items.rows_of(films)])
    assert np.array_equal(rows, items.weights[films].toarray())
