"""How a member rates, and how far off the beaten track they watch, in words.

The borders are near the 5th, 25th, 75th and 95th percentile of active members of Letterboxd, so a
word at either end is for one in twenty. A value at a border has the word before it.
"""

from bisect import bisect_left

RATING_BORDERS = (-0.5, -0.2, 0.2, 0.5)  # stars
RATING_STYLES = (
    "harsh critic",
    "strict",
    "in step with the crowd",
    "generous",
    "easy to please",
)

OBSCURITY_BORDERS = (60_000, 110_000, 230_000, 400_000)  # ratings on Letterboxd
OBSCURITY_STYLES = (
    "deep digger",
    "off the beaten track",
    "a bit of everything",
    "mainstream",
    "blockbusters first",
)


def rating_style(differential: float) -> str:
    """From the mean of own stars less Letterboxd's average of the same films.

    >>> rating_style(-0.5), rating_style(0.0), rating_style(0.9)
    ('harsh critic', 'in step with the crowd', 'easy to please')
    """
    return RATING_STYLES[bisect_left(RATING_BORDERS, differential)]


def obscurity_style(median_rating_count: float) -> str:
    """From the median over films of how many rated them on Letterboxd.

    >>> obscurity_style(9_000), obscurity_style(1_000_000)
    ('deep digger', 'blockbusters first')
    """
    return OBSCURITY_STYLES[bisect_left(OBSCURITY_BORDERS, median_rating_count)]
