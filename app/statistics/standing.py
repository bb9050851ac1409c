"""Where a member stands among all the others that are stored."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from app.services import Services
from app.statistics.answer import Standing, Standings
from app.store.figures import DECIMALS, FIGURES, member_figures
from app.store.members import Profile
from models.statistics.summary import Spread, Summary, percentile

Values = NDArray[np.float64]

KEY = "statistics:figures"
KEPT_SECONDS = 3600
FEWEST_MEMBERS = 20  # fewer say nothing


def standings(services: Services, profile: Profile, summary: Summary) -> Standings:
    everybody = _figures(services)
    stored = profile.source in ("pages", "stored")
    return Standings(
        **{
            name: _standing(own, column, stored)
            for name, own, column in zip(FIGURES, _own(summary), everybody.T, strict=True)
        }
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


def _standing(own: float | None, everybody: Values, stored: bool) -> Standing:
    known = everybody[~np.isnan(everybody)]
    if own is None:
        return Standing(percentile=None, members=len(known))
    own = round(own, DECIMALS)
    others = _without(known, own) if stored else known
    enough = len(others) >= FEWEST_MEMBERS
    return Standing(percentile=percentile(own, others) if enough else None, members=len(others))


def _without(values: Values, own: float) -> Values:
    """Sorted values less that of the member, if they were stored when these were counted."""
    place = int(np.searchsorted(values, own))
    found = place < len(values) and values[place] == own
    return np.delete(values, place) if found else values


def _figures(services: Services) -> Values:
    """Every member's, at most an hour old."""
    kept = services.cache.get(KEY)
    if kept is not None:
        figures: Values = np.load(BytesIO(kept), allow_pickle=False)
        return figures
    with services.engine.connect() as connection:
        counted = member_figures(connection)
    packed = BytesIO()
    np.save(packed, counted, allow_pickle=False)
    services.cache.put(KEY, packed.getvalue(), KEPT_SECONDS)
    return counted
