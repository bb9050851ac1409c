import numpy as np

from models.group.fairness import PLACES, fair_order
from models.group.ranking import rank_for_group
from models.group.rules import points


def opposites(films: int) -> np.ndarray:
    """Two members with the same films in opposite orders, and one who does not care."""
    liked = np.arange(float(films))
    return np.array([liked, -liked, np.zeros(films)])


def test_members_with_opposite_tastes_take_turns() -> None:
    given = points(opposites(21))
    served = given[:2, fair_order(given, np.arange(21))].cumsum(axis=1)
    assert (abs(served[0] - served[1]) <= 2 * 21).all()


def test_the_worst_served_of_a_fair_order_is_served_better_than_that_of_an_average() -> None:
    scores = np.random.default_rng(11).random((5, 300))
    stars, given = np.full(scores.shape, 3.0), points(scores)
    served = {
        rule: given[:, rank_for_group(scores, stars, rule).order[:10]].sum(axis=1).min()
        for rule in ("fairness", "average", "most_pleasure")
    }
    assert served["fairness"] > served["average"] > served["most_pleasure"]


def test_after_the_fair_places_the_rest_keeps_its_order() -> None:
    given = points(opposites(PLACES + 40))
    rest = fair_order(given, np.arange(PLACES + 40)[::-1])[PLACES:]
    assert rest.tolist() == sorted(rest.tolist(), reverse=True)
    assert len(rest) == 40
