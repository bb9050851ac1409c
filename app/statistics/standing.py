"""Where a member stands among all the others that are stored."""

import numpy as np

from app.services import Services
from app.statistics.answer import Standing, Standings
from app.store.distributions import Distribution
from app.store.figures import DECIMALS, FIGURES
from app.store.members import Profile
from models.statistics.summary import Spread, Summary, percentile

FEWEST_MEMBERS = 20  # fewer say nothing
NOBODY = Distribution(0, np.empty(0))


def standings(services: Services, profile: Profile, summary: Summary) -> Standings:
    """By what was counted of all members last; nothing is counted here."""
    counted = services.distributions.current()
    by_figure = counted.by_figure if counted else {}
    stored = profile.source in ("pages", "stored")
    return Standings(
        counted_at=counted and counted.at,
        **{
            name: _standing(own, by_figure.get(name, NOBODY), stored)
            for name, own in zip(FIGURES, _own(summary), strict=True)
        },
    )


def _own(summary: Summary) -> tuple[float | None, ...]:
    """In the order of FIGURES."""
    return (
        summary.films,
        summary.rated,
        _mean(summary.own),
        _mean(summary.differential),
        summary.median_rating_count,
    )


def _mean(spread: Spread | None) -> float | None:
    return None if spread is None else spread.mean


def _standing(own: float | None, everybody: Distribution, stored: bool) -> Standing:
    if own is None:
        return Standing(percentile=None, members=everybody.members)
    own = round(own, DECIMALS)
    others = _without(everybody, own) if stored else everybody
    enough = others.members >= FEWEST_MEMBERS
    return Standing(
        percentile=percentile(own, others.quantiles) if enough else None, members=others.members
    )


def _without(everybody: Distribution, own: float) -> Distribution:
    """Less the member's own figure, if it is there: one of so many that only quantiles are kept
    makes no difference."""
    place = int(np.searchsorted(everybody.quantiles, own))
    whole = len(everybody.quantiles) == everybody.members
    if not whole or own not in everybody.quantiles[place : place + 1]:
        return everybody
    return Distribution(everybody.members - 1, np.delete(everybody.quantiles, place))
