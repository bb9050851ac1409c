"""Films like a film: loved by the same members, or else alike in their facts."""

import numpy as np

from models.features import COLUMNS, NUMBERS, Matrix
from models.interface import Scores
from models.item_item import ItemItemModel

COUNT = COLUMNS.index("letterboxd_rating_count")
NUMBER_COLUMNS = [COLUMNS.index(name) for name in NUMBERS]


def by_ratings(items: ItemItemModel, film: int) -> Scores:
    """How much members who like the film like every other, all else being equal, (films,), 0..1.

    It is the partial correlation: with the weights B = I - P / diag(P), B_ij B_ji is
    P_ij^2 / (P_ii P_jj). 0 where either weight is negative or too weak to be kept.
    """
    weights, scales = items.weights, items.scales
    says = weights[[film]].toarray()[0] * scales
    is_told = weights[:, [film]].toarray()[:, 0] * scales[film]
    product = says.clip(min=0).astype(np.float64) * is_told.clip(min=0)
    alike: Scores = np.sqrt(product).clip(max=1)
    return alike


def by_features(features: Matrix, film: int) -> Scores:
    """The cosine of every film's features with those of the film, (films,), -1..1.

    Numbers are centred and divided by two standard deviations, flags only centred, which makes
    them weigh alike (Gelman 2008, "Scaling regression inputs by dividing by two standard
    deviations"); the number of ratings by its logarithm. What is unknown is like the average.
    """
    scaled = _scaled(features)
    lengths = np.sqrt((scaled**2).sum(axis=1))
    lengths[lengths == 0] = 1
    cosines: Scores = (scaled @ scaled[film] / (lengths * lengths[film])).astype(np.float64)
    return cosines.clip(-1, 1)


def _scaled(features: Matrix) -> Matrix:
    scaled = features.copy()
    scaled[:, COUNT] = np.log1p(scaled[:, COUNT])
    known = ~np.isnan(scaled)
    np.nan_to_num(scaled, copy=False)
    scaled -= scaled.sum(axis=0) / known.sum(axis=0).clip(min=1)
    scaled *= known
    numbers = scaled[:, NUMBER_COLUMNS]
    spread = np.sqrt((numbers**2).sum(axis=0) / known[:, NUMBER_COLUMNS].sum(axis=0).clip(min=1))
    scaled[:, NUMBER_COLUMNS] = numbers / np.where(spread > 0, 2 * spread, 1)
    return scaled
