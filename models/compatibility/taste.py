"""Whether two members like the same films, whatever they like in general."""

from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np

from models.interface import Stars

FEWEST = 4  # the interval divides by sqrt(n - 3)
TWO_SIDED_95 = 1.959964  # standard deviations of a normal distribution
SUREST = 1 - 1e-15  # beyond it, atanh is infinite
CONSTANT = 1e-12  # variance, in stars squared, that is no more than rounding


@dataclass(frozen=True)
class Correlation:
    """Pearson's correlation with its 95% interval."""

    value: float
    low: float
    high: float


def pearson(first: Stars, second: Stars) -> float | None:
    """Pearson's correlation of two arrays of the same shape; None if either hardly varies.

    >>> pearson(np.array([1.0, 2.0, 3.0]), np.array([5.0, 4.0, 3.0]))
    -1.0
    """
    if not len(first):
        return None
    one, other = first - first.mean(), second - second.mean()
    squares = float(one @ one), float(other @ other)
    if min(squares) <= CONSTANT * len(first):
        return None
    # Of a product of equal numbers, the root is exact: a member is like themselves to the digit.
    return float(np.clip((one @ other) / sqrt(squares[0] * squares[1]), -1, 1))


def correlation(first: Stars, second: Stars) -> Correlation | None:
    """Of stars for the same n films, with tanh(atanh(r) ± 1.96 / sqrt(n - 3)) as the interval
    (Fisher 1921); None under FEWEST films, or if a member gives all the same stars."""
    value = pearson(first, second)
    if value is None or len(first) < FEWEST:
        return None
    z = atanh(max(-SUREST, min(value, SUREST)))
    error = TWO_SIDED_95 / sqrt(len(first) - 3)
    return Correlation(value, tanh(z - error), tanh(z + error))


def taste_match(first: Stars, second: Stars, averages: Stars) -> float | None:
    """(1 + r) / 2, within 0..1, with r the correlation of what two members are predicted to give
    each film above its average; all of shape (films,).

    Without subtracting the averages all members would seem alike, as good films are good for
    most. A film with an unknown average (NaN) is left out; None if nothing can be compared.
    """
    known = ~np.isnan(averages)
    r = pearson((first - averages)[known], (second - averages)[known])
    return None if r is None else (1 + r) / 2
