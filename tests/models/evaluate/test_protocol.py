from dataclasses import dataclass
from time import sleep

import numpy as np
import pytest

from models.evaluate import protocol
from models.evaluate.members import Target
from models.evaluate.protocol import Background, Result, evaluate
from models.interface import History, Scores, Stars

FILMS = 100
LONER_FILMS = 5300
COUNTS = np.arange(FILMS, 0, -1)
BACKGROUND = Background(COUNTS, n_members=200, genres=np.eye(FILMS))


@dataclass(frozen=True)
class Loner:
    """Recommends ten films to each member, which nobody else is shown, in no hurry."""

    steering: float = 0.0
    seconds: float = 0.0

    def predict(self, history: History) -> Stars:
        del history
        return np.full(LONER_FILMS, 3.0)

    def score(self, history: History, popularity: float = 0.0) -> Scores:
        sleep(self.seconds)
        rows = np.arange(LONER_FILMS)
        return np.where(
            rows // 10 == history.films[0] // 10 + 1, 9.0 + self.steering * popularity, -rows
        )


@dataclass(frozen=True)
class Known:
    """Predicts and ranks by fixed numbers, steered by popularity as told."""

    stars: Stars
    scores: Scores
    steering: float = 0.0

    def predict(self, history: History) -> Stars:
        del history
        return self.stars

    def score(self, history: History, popularity: float = 0.0) -> Scores:
        del history
        return self.scores + self.steering * popularity * COUNTS


def history(*films: int) -> History:
    rows = np.array(films, np.intp)
    return History(rows, np.full(len(rows), 3.0), np.zeros(len(rows), np.bool_))


def target(**ratings: int) -> Target:
    films = np.array([int(name[1:]) for name in ratings], np.intp)
    return Target(films, np.array(list(ratings.values()), np.uint8))


def measured(model: Known) -> Result:
    histories = [history(0, 1), history(*range(10, 40))]
    return evaluate(model, histories, [target(f2=8, f3=2), target(f0=10, f50=7)], BACKGROUND)


def best_first() -> Scores:
    return -np.arange(FILMS, dtype=np.float64)


def test_rankings_are_the_twenty_best_films_outside_the_history() -> None:
    first, second = measured(Known(np.full(FILMS, 3.0), best_first())).answers.rankings
    assert first.tolist() == list(range(2, 22))
    assert second.tolist() == [*range(10), *range(40, 50)]


def test_predictions_are_clipped_to_the_scale_and_follow_the_target() -> None:
    stars = np.linspace(-1, 7, FILMS)
    answers = measured(Known(stars, best_first())).answers
    assert answers.predictions[0].tolist() == [0.5, 0.5]
    assert answers.predictions[1].tolist() == [0.5, stars[50]]


def test_only_films_rated_four_stars_or_more_are_relevant() -> None:
    accuracy = measured(Known(np.full(FILMS, 3.0), best_first())).accuracy
    assert accuracy["ndcg@10"].mean == 1  # film 2 and film 0 lead; 3 and 50 do not count
    assert accuracy["precision@10"].mean == pytest.approx(0.1)
    assert accuracy["rmse"].mean == pytest.approx(np.sqrt((1 + 4 + 4 + 0.25) / 4))


def test_a_member_without_relevant_films_is_skipped() -> None:
    result = evaluate(
        Known(np.full(FILMS, 3.0), best_first()),
        [history(0), history(0)],
        [target(f1=8), target(f1=7)],
        BACKGROUND,
    )
    assert result.accuracy["recall@20"].mean == 1


def test_cuts_share_out_members_by_history_and_ratings_by_popularity() -> None:
    result = measured(Known(np.full(FILMS, 3.0), best_first()))
    assert {cut.label: cut.members for cut in result.by_history} == {
        "under 5": 1,
        "5-19": 0,
        "20-49": 1,
        "50-199": 0,
        "200+": 0,
    }
    assert sum(cut.ratings for cut in result.by_popularity) == 4
    rarest = result.by_popularity[0]
    assert rarest.ratings >= 1
    assert rarest.label == "least rated third"


def test_the_popularity_curve_follows_the_setting() -> None:
    curve = measured(Known(np.full(FILMS, 3.0), np.zeros(FILMS), steering=1.0)).popularity_curve
    assert [point.popularity for point in curve] == [-1, -0.5, 0, 0.5, 1]
    assert curve[0].median_popularity.mean < curve[-1].median_popularity.mean


def test_a_model_without_the_setting_has_no_curve() -> None:
    assert measured(Known(np.full(FILMS, 3.0), best_first())).popularity_curve == []


def of_loners(model: Loner, members: int) -> Result:
    """Each member was shown ten films of their own."""
    background = Background(np.ones(LONER_FILMS, np.int64), members, np.eye(LONER_FILMS, 2))
    histories = [history(10 * member) for member in range(members)]
    return evaluate(model, histories, [target(f1=8)] * members, background)


def test_coverage_is_over_the_first_500_members_so_that_runs_compare() -> None:
    covered = [of_loners(Loner(), members).coverage for members in (499, 500, 520)]
    assert covered == [4990, 5000, 5000]


def test_the_curve_of_a_slow_model_is_over_the_first_100_members(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quick = of_loners(Loner(steering=1.0), 105).popularity_curve
    monkeypatch.setattr(protocol, "SLOW_MS", 0.9)  # or the test would take long
    slow = of_loners(Loner(steering=1.0, seconds=0.001), 105).popularity_curve
    assert {point.members for point in quick} == {105}
    assert {(point.members, point.coverage) for point in slow} == {(100, 1000)}


def test_a_model_that_predicts_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no number of stars"):
        measured(Known(np.full(FILMS, np.nan), best_first()))
