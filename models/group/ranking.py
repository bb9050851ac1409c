"""What several members should watch together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.group.fairness import fair_order
from models.group.rules import RULES, Rule, average, points
from models.interface import Scores, Stars

DEFAULT_RULE: Rule = "average_without_misery"
LEAST_STARS = 2.5  # a film that somebody would give less is a film that they would rather not see


@dataclass(frozen=True, eq=False)
class GroupRanking:
    """`order` holds the positions of the films, the best first, without those with a veto.

    `scores` (films,) is what the group makes of each film, 0..1. `stars` (members, films) is what
    each member would give it. `vetoed_by` (members, films) tells who does not want it at all.
    """

    order: NDArray[np.intp]
    scores: Scores
    stars: Stars
    vetoed_by: NDArray[np.bool_]


def rank_for_group(
    scores: Scores, stars: Stars, rule: Rule = DEFAULT_RULE, least_stars: float = LEAST_STARS
) -> GroupRanking:
    """The candidates in the order of a group, from ranking scores and predicted stars of each
    member, both of shape (members, films).

    Scores may be on another scale for each member: only their ranks count. Equal films come in
    the order of the average, then of their position. `average_without_misery` alone knows a veto:
    predicted stars below `least_stars`. `fairness` is about the order, its scores are `average`'s.
    Raises ValueError for arrays that differ in shape or hold NaN, and for a group of nobody.
    """
    _check(scores, stars)
    given = points(scores)
    group_scores, average_scores = RULES[rule](given), average(given)
    vetoed_by: NDArray[np.bool_] = (stars < least_stars) & (rule == "average_without_misery")
    order = np.lexsort((-average_scores, -group_scores))
    if rule == "fairness":
        order = fair_order(given, order)
    wanted: NDArray[np.bool_] = np.logical_not(vetoed_by.any(axis=0))
    return GroupRanking(order[wanted[order]], group_scores, stars, vetoed_by)


def _check(scores: Scores, stars: Stars) -> None:
    if scores.shape != stars.shape or not len(scores):
        raise ValueError("scores and stars of a group must have one shape, (members, films)")
    if np.isnan(scores).any() or np.isnan(stars).any():
        raise ValueError("scores and stars of a group must be known")
