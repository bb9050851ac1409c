"""How a film's ratings are spread, made up from their average and number."""

import math
from typing import NamedTuple

from scrapers.records import Film

SPREAD = 0.85  # stars


class Bar(NamedTuple):
    """How many ratings gave so many stars, and their share of all (0..1)."""

    stars: float
    ratings: int
    share: float


def bars(film: Film) -> list[Bar]:
    """Ten bars, from half a star to five; none without an average or a number."""
    if film.letterboxd_rating is None or not film.letterboxd_rating_count:
        return []
    steps = [step / 2 for step in range(1, 11)]
    weights = [math.exp(-(((s - film.letterboxd_rating) / SPREAD) ** 2) / 2) for s in steps]
    shares = [weight / sum(weights) for weight in weights]
    return [
        Bar(step, round(share * film.letterboxd_rating_count), share)
        for step, share in zip(steps, shares, strict=True)
    ]
