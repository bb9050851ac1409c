"""Numbers of films as categories: their decade, their era and how long they run."""

from collections.abc import Callable

import numpy as np

from models.categories import Categories
from models.statistics.watched import Figures

RUNTIME_BORDERS = (40, 90, 120, 150, 180)  # minutes
RUNTIME_BANDS = (
    "under 40 min",
    "40 to 89 min",
    "90 to 119 min",
    "120 to 149 min",
    "150 to 179 min",
    "180 min and more",
)

ERA_BORDERS = (1930, 1960, 1980, 2000)  # the first year of the next era
ERAS = (
    "Silents and first talkies, to 1929",
    "Studio years, 1930 to 1959",
    "New waves, 1960 to 1979",
    "Blockbusters and independents, 1980 to 1999",
    "Digital years, since 2000",
)


def decades(years: Figures) -> Categories:
    """The decade of each film, such as "1980s"; none where the year is unknown (NaN).

    >>> decades(np.array([1989.0, np.nan, 1980.0])).names
    ['1980s']
    """
    return _banded(years, lambda year: f"{int(year) // 10 * 10}s")


def eras(years: Figures) -> Categories:
    """The era of each film; none where the year is unknown (NaN).

    >>> eras(np.array([1929.0, 1930.0, np.nan])).names
    ['Silents and first talkies, to 1929', 'Studio years, 1930 to 1959']
    """
    return _banded(years, lambda year: ERAS[np.digitize(year, ERA_BORDERS)])


def runtime_bands(minutes: Figures) -> Categories:
    """The band of each film's runtime; none where it is unknown (NaN).

    >>> runtime_bands(np.array([90.0, 119.0, np.nan])).names
    ['90 to 119 min']
    """
    return _banded(minutes, lambda runtime: RUNTIME_BANDS[np.digitize(runtime, RUNTIME_BORDERS)])


def _banded(values: Figures, name: Callable[[float], str]) -> Categories:
    return Categories.of([] if np.isnan(value) else [name(value)] for value in values.tolist())
