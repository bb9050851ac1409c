from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.group.ranking import rank_for_group
from models.group.rules import RULES, Rule

rules = st.sampled_from(get_args(Rule))
ranked = st.integers(0, 30).flatmap(
    lambda films: st.integers(1, 8).flatmap(
        lambda members: st.tuples(
            # Few different scores, so that there are ties.
            arrays(np.float64, (members, films), elements=st.sampled_from([-1.0, 0.0, 0.3, 9e9])),
            arrays(np.float64, (members, films), elements=st.floats(0.5, 5)),
        )
    )
)
Group = tuple[np.ndarray, np.ndarray]


@given(ranked, rules)
def test_every_film_without_a_veto_is_in_the_order_once(group: Group, rule: Rule) -> None:
    ranking = rank_for_group(*group, rule=rule)
    wanted = np.flatnonzero(~ranking.vetoed_by.any(axis=0))
    assert sorted(ranking.order.tolist()) == wanted.tolist()
    assert ((ranking.scores > 0) | (rule == "borda")).all()
    assert (ranking.scores <= 1).all()


@given(ranked, rules, st.randoms())
def test_the_order_of_the_members_does_not_matter(
    group: Group, rule: Rule, random: st.DataObject
) -> None:
    scores, stars = group
    others = np.random.default_rng(random.randint(0, 99)).permutation(len(scores))
    ranking = rank_for_group(scores, stars, rule)
    permuted = rank_for_group(scores[others], stars[others], rule)
    assert ranking.order.tolist() == permuted.order.tolist()
    assert ranking.scores.tolist() == permuted.scores.tolist()
    assert np.array_equal(ranking.vetoed_by[others], permuted.vetoed_by)


@given(ranked, rules, st.integers(2, 8))
def test_a_member_with_themselves_ranks_like_alone(group: Group, rule: Rule, times: int) -> None:
    scores, stars = group[0][:1], group[1][:1]
    together = rank_for_group(scores.repeat(times, 0), stars.repeat(times, 0), rule)
    wanted = stars[0] >= 2.5 if rule == "average_without_misery" else stars[0] > 0
    alone = np.argsort(-scores[0], kind="stable")
    assert together.order.tolist() == alone[wanted[alone]].tolist()


@given(ranked)
def test_least_misery_is_never_above_the_average_nor_that_above_most_pleasure(
    group: Group,
) -> None:
    least, middle, most = (
        rank_for_group(*group, rule=rule).scores
        for rule in ("least_misery", "average", "most_pleasure")
    )
    assert (least <= middle).all()
    assert (middle <= most).all()


@given(ranked, rules, st.floats(0.1, 100))
def test_the_scale_of_a_members_scores_does_not_matter(
    group: Group, rule: Rule, factor: float
) -> None:
    scores, stars = group
    scaled = scores.copy()
    scaled[0] = factor * scaled[0] - 5
    expected = rank_for_group(scores, stars, rule).order.tolist()
    assert rank_for_group(scaled, stars, rule).order.tolist() == expected


def test_a_film_that_one_member_would_hate_is_vetoed_by_that_member() -> None:
    scores = np.array([[3.0, 2.0, 1.0], [3.0, 2.0, 1.0]])
    stars = np.array([[4.5, 4.0, 3.0], [2.4, 2.5, 3.0]])
    ranking = rank_for_group(scores, stars)
    assert ranking.order.tolist() == [1, 2]
    assert ranking.vetoed_by.tolist() == [[False] * 3, [True, False, False]]
    assert rank_for_group(scores, stars, least_stars=2.0).order.tolist() == [0, 1, 2]


@pytest.mark.parametrize("rule", sorted(set(RULES) - {"average_without_misery"}))
def test_other_rules_know_no_veto(rule: Rule) -> None:
    ranking = rank_for_group(np.array([[2.0, 1.0]] * 2), np.full((2, 2), 0.5), rule)
    assert ranking.order.tolist() == [0, 1]
    assert not ranking.vetoed_by.any()


def test_the_rules_differ_where_members_do() -> None:
    """Films 0 and 2 are each the favourite of one and the last of the other; both like film 1."""
    scores = np.array([[9.0, 8.0, 1.0, 2.0, 3.0], [1.0, 7.0, 9.0, 8.0, 2.0]])
    stars = np.full(scores.shape, 3.0)
    order = {rule: rank_for_group(scores, stars, rule).order.tolist() for rule in get_args(Rule)}
    assert order["least_misery"][0] == order["average"][0] == order["fairness"][0] == 1
    assert order["most_pleasure"][:2] == [0, 2]
    assert order["least_misery"][-2:] == [0, 2]


def test_of_films_with_the_same_lowest_wish_the_better_average_comes_first() -> None:
    scores = np.array([[1.0, 1.0, 3.0], [2.0, 3.0, 1.0]])
    ranking = rank_for_group(scores, np.full(scores.shape, 3.0), "least_misery")
    assert ranking.scores.argmax() == 0  # of 0 and 1, which are equal
    assert ranking.scores[0] == ranking.scores[1]
    assert ranking.order.tolist() == [1, 0, 2]


def test_a_film_far_down_everybodys_list_gets_no_points_on_a_ballot() -> None:
    films = np.arange(200.0)
    scores = rank_for_group(np.array([films, films]), np.full((2, 200), 3.0), "borda").scores
    assert (scores[:150] == 0).all()
    assert (np.diff(scores[150:]) > 0).all()


@pytest.mark.parametrize(
    ("scores", "stars"),
    [
        (np.zeros((2, 3)), np.zeros((2, 4))),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (np.full((2, 3), np.nan), np.zeros((2, 3))),
        (np.zeros((2, 3)), np.full((2, 3), np.nan)),
    ],
    ids=["different films", "nobody", "unknown scores", "unknown stars"],
)
def test_what_is_no_group_is_refused(scores: np.ndarray, stars: np.ndarray) -> None:
    with pytest.raises(ValueError, match="of a group must"):
        rank_for_group(scores, stars)
