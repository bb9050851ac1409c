from dataclasses import dataclass

import numpy as np
import pytest

from models.evaluate.catalogue import catalogue
from models.evaluate.cold import evaluate_cold, hidden_films, without_films, without_votes
from models.evaluate.data import Ratings
from models.evaluate.measure import training_data
from models.evaluate.members import Members, members
from models.evaluate.registry import MODELS
from models.evaluate.split import split
from models.features import COLUMNS
from models.interface import History, Scores, Stars
from tests.models.evaluate.worlds import N_FILMS, some_films, some_ratings

HIDDEN = hidden_films(N_FILMS, seed=1)


@pytest.fixture(scope="module")
def parts() -> tuple[Ratings, Ratings, Ratings]:
    """A world with a tenth of its films hidden."""
    frame = some_ratings()
    ratings = Ratings(*(frame[name].to_numpy() for name in ("user", "film", "rating")))
    return without_films(split(ratings, 20, seed=1), HIDDEN)


@pytest.fixture(scope="module")
def tested(parts: tuple[Ratings, Ratings, Ratings]) -> Members:
    return members(*parts[1:])


@dataclass(frozen=True)
class Known:
    """Predicts and ranks by fixed numbers."""

    stars: Stars
    scores: Scores

    def predict(self, history: History) -> Stars:
        del history
        return self.stars

    def score(self, history: History, popularity: float = 0.0) -> Scores:
        del history, popularity
        return self.scores


def test_a_seeded_tenth_of_the_films_is_hidden() -> None:
    assert HIDDEN.sum() == N_FILMS / 10
    assert np.array_equal(HIDDEN, hidden_films(N_FILMS, seed=1))
    assert not np.array_equal(HIDDEN, hidden_films(N_FILMS, seed=2))


def test_hidden_films_are_in_the_target_and_nowhere_else(
    parts: tuple[Ratings, Ratings, Ratings],
) -> None:
    train, profile, target = parts
    assert not HIDDEN[train.films].any()
    assert not HIDDEN[profile.films].any()
    assert HIDDEN[target.films].all()
    assert set(profile.users) <= set(target.users)


def test_nothing_in_the_catalogue_tells_how_hidden_films_are_rated(
    parts: tuple[Ratings, Ratings, Ratings],
) -> None:
    films = some_films().assign(own_rating=4.0, own_rating_count=7)
    known = without_votes(catalogue(films, parts[0]), HIDDEN)
    votes = [name for name in known.columns if "rating" in name]
    assert len(votes) == 6
    assert known.loc[HIDDEN, votes].isna().all(axis=None)
    assert known.loc[~HIDDEN, "letterboxd_rating_count"].notna().all()
    assert known.loc[HIDDEN, "runtime"].notna().any()


def test_the_training_data_is_blind_to_hidden_films(
    parts: tuple[Ratings, Ratings, Ratings],
) -> None:
    data = training_data(without_votes(catalogue(some_films(), parts[0]), HIDDEN), parts[0], 0)
    columns = [COLUMNS.index(f"letterboxd_{name}") for name in ("rating", "rating_count")]
    assert np.isnan(data.features[np.ix_(HIDDEN, columns)]).all()


def test_a_model_that_knows_the_hidden_films_ranks_them_first(tested: Members) -> None:
    liked = np.zeros(N_FILMS)
    for target in tested.targets:
        liked[target.relevant] += 1
    right, wrong = (
        evaluate_cold(Known(np.full(N_FILMS, 3.0), scores), tested, HIDDEN).figures
        for scores in (liked, -liked)
    )
    assert right["ndcg@10"].mean > wrong["ndcg@10"].mean
    assert right["recall@20"].mean == 1  # there are six, and only they are ranked


def test_known_films_are_out_of_the_race(tested: Members) -> None:
    scores = np.where(HIDDEN, 0.0, 9.0)
    figures = evaluate_cold(Known(np.full(N_FILMS, 3.0), scores), tested, HIDDEN).figures
    assert figures["recall@20"].mean == 1


def test_equal_scores_are_ranked_by_chance_and_by_the_seed(tested: Members) -> None:
    same = Known(np.full(N_FILMS, 3.0), np.zeros(N_FILMS))
    figures = [evaluate_cold(same, tested, HIDDEN, seed=seed).figures for seed in (1, 1, 2)]
    assert figures[0] == figures[1]
    assert figures[0]["ndcg@10"].mean != figures[2]["ndcg@10"].mean


def test_the_error_is_that_of_the_hidden_films(tested: Members) -> None:
    figures = evaluate_cold(Known(np.full(N_FILMS, 3.0), np.zeros(N_FILMS)), tested, HIDDEN).figures
    stars = np.concatenate([target.ratings for target in tested.targets]) / 2
    assert figures["rmse"].mean == pytest.approx(np.sqrt(np.mean((stars - 3) ** 2)))


@pytest.mark.parametrize("name", ["popular", "bias", "general"])
def test_real_models_answer_for_films_they_have_never_met(
    name: str, parts: tuple[Ratings, Ratings, Ratings], tested: Members
) -> None:
    known = without_votes(catalogue(some_films(), parts[0]), HIDDEN)
    model = MODELS[name](training_data(known, parts[0], 0))
    figures = evaluate_cold(model, tested, HIDDEN, name=name).figures
    assert 0 < figures["rmse"].mean < 2.5
