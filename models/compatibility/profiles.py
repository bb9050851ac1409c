"""What two members watch, as shares of categories, and how alike these are."""

import numpy as np
from scipy.special import rel_entr

from models.categories import Categories
from models.interface import HIGHEST, LOWEST, History, Stars

Shares = Stars

MIDDLE = (LOWEST + HIGHEST) / 2  # stars of a film where nothing is rated


def profile(history: History, categories: Categories) -> Shares:
    """The share of each category in what a member watches and likes, shape (names,); the sum is 1,
    or 0 where no category is known.

    A film counts with its stars, one without stars with the mean of the others, and is divided
    evenly among its categories. `categories` are of the whole catalogue.

    >>> films = Categories.of([["Drama"], ["Drama", "Horror"]])
    >>> history = History(np.array([0, 1]), np.array([4.0, 2.0]), np.zeros(2, bool))
    >>> profile(history, films).round(3).tolist()
    [0.833, 0.167]
    """
    watched = categories.take(history.films)
    usual = history.stars[history.rated].mean() if history.rated.any() else MIDDLE
    stars = np.where(history.rated, history.stars, usual)
    listed = np.diff(watched.offsets)
    weights = (stars / listed.clip(min=1))[watched.films]
    shares = np.bincount(watched.codes, weights, len(watched.names)).astype(np.float64)
    total = shares.sum()
    return shares / total if total else shares


def likeness(first: Shares, second: Shares) -> float | None:
    """1 - the Jensen-Shannon distance of two profiles, within 0..1; None where one is empty.

    The distance is the square root of the divergence in bits (Endres & Schindelin 2003): 0 for
    the same profiles, 1 for those without a category in common.

    >>> likeness(np.array([1.0, 0.0]), np.array([0.0, 1.0]))
    0.0
    """
    if not first.any() or not second.any():
        return None
    middle = (first + second) / 2
    divergence = (rel_entr(first, middle).sum() + rel_entr(second, middle).sum()) / (2 * np.log(2))
    return float(1 - np.sqrt(np.clip(divergence, 0, 1)))
