from typing import ClassVar

import numpy as np
import pytest

from models import blend
from models.collaborative import CollaborativeModel
from models.forest import ResidualForest
from models.hybrid import HybridModel
from models.interface import History, Model
from tests.models.history_contract import (
    N_FILMS,
    RATED_FILMS,
    HistoryContract,
    LearnsTaste,
    Ratings,
    history,
    long_history,
    some_features,
    two_camps,
    weighing,
)

FEATURES = some_features(N_FILMS)
EVERY_ROW = np.arange(N_FILMS)
MINE = history(list(range(20)), [4.5, 1.5] * 10)
MANY = 4000  # members, of whom a blend can be learned


def hybrid(ratings: Ratings) -> HybridModel:
    return HybridModel(CollaborativeModel.fit(*ratings, FEATURES), FEATURES, EVERY_ROW)


@pytest.fixture(scope="module")
def blended() -> HybridModel:
    return hybrid(two_camps(MANY))


@pytest.fixture(scope="module")
def unblended() -> HybridModel:
    return hybrid(two_camps())


class TestHybridModelOfFewMembers(HistoryContract, LearnsTaste):
    @staticmethod
    def fit(ratings: Ratings) -> HybridModel:
        return hybrid(ratings)


class TestHybridModelOfManyMembers(HistoryContract, LearnsTaste):
    many: ClassVar[HybridModel | None] = None

    @pytest.fixture
    def model(self, blended: HybridModel) -> Model:
        return blended

    @staticmethod
    def fit(ratings: Ratings) -> HybridModel:
        del ratings
        return hybrid(two_camps(MANY))


def test_a_blend_is_learned_from_many_members_alone(
    blended: HybridModel, unblended: HybridModel
) -> None:
    assert blended.collaborative.blend is not None
    assert unblended.collaborative.blend is None


def test_the_arrays_make_the_same_model_again(blended: HybridModel) -> None:
    arrays = blended.collaborative.arrays()
    again = HybridModel(CollaborativeModel.from_arrays(arrays), FEATURES, EVERY_ROW)
    assert np.array_equal(again.predict(MINE), blended.predict(MINE))
    assert np.array_equal(again.score(MINE), blended.score(MINE))


def test_the_films_of_the_catalogue_may_have_another_order(blended: HybridModel) -> None:
    order = np.random.default_rng(4).permutation(N_FILMS)
    place = np.argsort(order)
    shuffled = HybridModel(blended.collaborative, FEATURES[order], order)
    mine = History(place[MINE.films], MINE.stars, MINE.liked)
    assert shuffled.score(mine)[place] == pytest.approx(blended.score(MINE), abs=1e-6)
    assert shuffled.predict(mine)[place] == pytest.approx(blended.predict(MINE))


def test_films_of_the_catalogue_that_the_model_has_never_seen_are_judged_by_content(
    blended: HybridModel,
) -> None:
    rows = np.append(EVERY_ROW, [-1, -1])
    twins = np.vstack([FEATURES, FEATURES[[22, 23]]])  # one that my camp loves, one it does not
    opinion = HybridModel(blended.collaborative, twins, rows).read(MINE)
    assert np.isfinite(opinion.scores()).all()
    assert np.isfinite(opinion.stars).all()
    assert np.isfinite(opinion.scores(-1.0)).all()


@pytest.mark.parametrize("films", [[], [22, 3], [22, 60, 3]], ids=["none", "known", "unseen"])
def test_stars_of_some_films_are_those_of_all(blended: HybridModel, films: list[int]) -> None:
    rows, features = np.append(EVERY_ROW, -1), np.vstack([FEATURES, FEATURES[:1]])
    opinion = HybridModel(blended.collaborative, features, rows).read(MINE)
    some = np.array(films, np.intp)
    assert opinion.stars_of(some) == pytest.approx(opinion.stars[some], abs=1e-5)


def test_a_new_film_like_those_i_love_comes_before_one_like_those_i_do_not() -> None:
    features = FEATURES.copy()
    features[:, 4:] = (EVERY_ROW % 2 == 0)[:, None]  # all even films share their genres
    members, films, stars = two_camps(400)
    model = HybridModel(
        CollaborativeModel.fit(members, films, stars, features), features, EVERY_ROW
    )
    fresh = slice(RATED_FILMS, None)
    even = EVERY_ROW[fresh] % 2 == 0
    assert model.score(MINE)[fresh][even].min() > model.score(MINE)[fresh][~even].max()
    assert model.predict(MINE)[fresh][even].min() > model.predict(MINE)[fresh][~even].max()


def test_a_history_of_films_that_the_model_has_never_seen_is_an_empty_one(
    blended: HybridModel,
) -> None:
    rows = np.append(EVERY_ROW, -1)
    model = HybridModel(blended.collaborative, np.vstack([FEATURES, FEATURES[:1]]), rows)
    assert np.array_equal(model.score(history([60], [5.0])), model.score(history([], [])))


def test_without_a_history_the_films_that_most_have_rated_come_first(
    blended: HybridModel,
) -> None:
    counts = blended.collaborative.items.counts
    assert blended.score(history([], [])).argmax() == counts.argmax()


def test_popularity_moves_the_ranking_towards_films_of_many_histories() -> None:
    members, films, stars = two_camps(MANY)
    rare = (films >= 35) & (members % 10 > 0)
    model = hybrid((members[~rare], films[~rare], stars[~rare]))
    reach = model.collaborative.items.reach
    shown = [20 + np.argsort(-model.score(MINE, to)[20:])[:5] for to in (-1.0, 0.0, 1.0)]
    gems, usual, crowd = (reach[films].mean() for films in shown)
    assert gems < crowd
    assert gems <= usual <= crowd


def test_the_traits_and_the_rest_add_up_to_the_predicted_stars(blended: HybridModel) -> None:
    opinion = blended.read(MINE)
    forest = opinion._forest
    assert isinstance(forest, ResidualForest)
    base = opinion._blended(opinion._signals, EVERY_ROW)[:RATED_FILMS]
    traits = blended.forest_share * (forest.root + forest.contributions(FEATURES).sum(axis=1))
    expected = (base + traits[:RATED_FILMS]).clip(0.5, 5.0)
    assert opinion.stars[:RATED_FILMS] == pytest.approx(expected)


def test_the_forest_learns_most_from_what_counts_most(unblended: HybridModel) -> None:
    mine = weighing(MINE, [0.1] * 10 + [1.0] * 10)
    opinion = unblended.read(mine)
    missed = mine.stars - opinion._blended(opinion._own, mine.films)
    by_weight, by_number = (
        ResidualForest.fit(FEATURES[mine.films], missed, weights).predict(FEATURES)
        for weights in (mine.weights, None)
    )
    assert opinion._forest is not None
    assert np.array_equal(opinion._forest.predict(FEATURES), by_weight)
    assert not np.array_equal(by_weight, by_number)


def test_the_reasons_are_films_of_the_history_that_the_member_liked(
    blended: HybridModel,
) -> None:
    loved = [24, 30]
    for because in blended.read(MINE).because(loved):
        assert because.films
        assert all(reason.film % 2 == 0 for reason in because.films[:1])
        assert sum(reason.share for reason in because.films) <= 1 + 1e-9


def test_there_are_no_reasons_without_a_history(blended: HybridModel) -> None:
    assert all(not b.films and not b.traits for b in blended.read(history([], [])).because([3, 4]))


def test_five_thousand_ratings_are_no_problem() -> None:
    features = some_features(6000)
    rng = np.random.default_rng(2)
    members, films = np.repeat(np.arange(60, dtype=np.int32), 200), rng.integers(0, 6000, 12000)
    stars = rng.integers(1, 11, 12000) / 2
    collaborative = CollaborativeModel.fit(members, films.astype(np.int32), stars, features)
    opinion = HybridModel(collaborative, features, np.arange(6000)).read(long_history(6000))
    assert np.isfinite(opinion.stars).all()
    assert np.isfinite(opinion.scores()).all()


def test_no_films_need_no_reasons(blended: HybridModel) -> None:
    assert blended.read(MINE).because([]) == []


def test_what_is_kept_of_an_opinion_is_smaller_and_says_the_same(blended: HybridModel) -> None:
    opinion, kept = blended.read(MINE), blended.read(MINE)
    kept.compact()
    assert kept.nbytes < 0.7 * opinion.nbytes
    assert kept.stars == pytest.approx(opinion.stars, abs=1e-5)
    assert kept.because(range(3)) == opinion.because(range(3))


def test_stars_of_many_films_are_predicted_some_at_a_time(
    blended: HybridModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    opinion = blended.read(MINE)
    at_once = opinion._blended(opinion._signals, EVERY_ROW)
    monkeypatch.setattr(blend, "FILMS_AT_ONCE", 7)
    assert opinion._blended(opinion._signals, EVERY_ROW) == pytest.approx(at_once, abs=1e-5)
