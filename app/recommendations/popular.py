"""What most members love, told from Letterboxd's averages and numbers of ratings."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from app.catalogue.catalogue import Catalogue
from models.personal import FALLBACK_MEAN
from models.popular import LIKED, PopularModel

DAMPING = 10.0  # imaginary ratings of exactly the mean, for a film with few
DEVIATION = 1.0  # stars between the ratings of one film
HALF_STEP = 0.25  # ratings are half stars: those from here on are rounded up to LIKED


def popular_model(catalogue: Catalogue) -> PopularModel:
    """Counts as likes the share of a film's ratings that is LIKED or more, as if they were
    normally distributed around its average."""
    averages = _numbers(catalogue, "letterboxd_rating")
    counts = np.where(
        np.isnan(averages), 0.0, np.nan_to_num(_numbers(catalogue, "letterboxd_rating_count"))
    )
    known = averages[~np.isnan(averages)]
    mean = float(known.mean()) if len(known) else FALLBACK_MEAN
    means = mean + (np.nan_to_num(averages - mean) * counts) / (counts + DAMPING)
    likes = counts * ndtr((means - LIKED + HALF_STEP) / DEVIATION)
    return PopularModel(likes, means)


def _numbers(catalogue: Catalogue, column: str) -> NDArray[np.float64]:
    return catalogue.films.numbers[column]
