"""The figures at the top: how a member rates, how the crowd rates the same films, how much."""

from dataclasses import dataclass

import numpy as np

from models.statistics.watched import Figures, Watched


@dataclass(frozen=True)
class Spread:
    """The mean, and the standard deviation of these very values (divided by n, not n - 1)."""

    mean: float
    deviation: float


@dataclass(frozen=True)
class Summary:
    """Of films watched, in stars; None where nothing is known. `crowd` is Letterboxd's averages of
    the films that the member rated; `differential` own stars less these. The counts are of
    ratings on Letterboxd, over all films watched."""

    films: int
    rated: int
    own: Spread | None
    crowd: Spread | None
    differential: Spread | None
    mean_rating_count: float | None
    median_rating_count: float | None


@dataclass(frozen=True)
class Hours:
    """Hours of films with a known runtime, and how many films have none."""

    hours: float
    unknown: int


def summarise(watched: Watched) -> Summary:
    """The summary of a member; a film without a fact is left out of that fact's figures."""
    counts = watched.rating_counts[~np.isnan(watched.rating_counts)]
    return Summary(
        films=len(watched),
        rated=int(watched.rated.sum()),
        own=spread(watched.stars),
        crowd=spread(watched.averages[watched.rated]),
        differential=spread(watched.differentials),
        mean_rating_count=float(counts.mean()) if len(counts) else None,
        median_rating_count=float(np.median(counts)) if len(counts) else None,
    )


def spread(values: Figures) -> Spread | None:
    """Mean and standard deviation of what is known (not NaN); None if nothing is.

    >>> spread(np.array([3.0, 4.0, np.nan]))
    Spread(mean=3.5, deviation=0.5)
    """
    known = values[~np.isnan(values)]
    return Spread(float(known.mean()), float(known.std())) if len(known) else None


def hours(runtimes: Figures) -> Hours:
    """The time spent, from minutes.

    >>> hours(np.array([90.0, 120.0, np.nan]))
    Hours(hours=3.5, unknown=1)
    """
    return Hours(float(np.nansum(runtimes)) / 60, int(np.isnan(runtimes).sum()))


def percentile(value: float, others: Figures) -> float | None:
    """How many of the other members' values are below, in per cent; equal ones count half.

    The mid-rank: 50 for a value in the middle of any distribution. Unknown values (NaN) are left
    out; None without any other.

    >>> percentile(3.5, np.array([3.0, 3.5, 4.0, 4.0]))
    37.5
    """
    known = others[~np.isnan(others)]
    if not len(known):
        return None
    return 50 * float(np.mean(known < value) + np.mean(known <= value))
