"""What is known of each film, from the films file and the training ratings."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.evaluate.data import Ratings

FEWEST_RATINGS = 5  # a mean of fewer says little
COUNTRY_NAMES = {
    "United States of America": "USA",
    "United States": "USA",
    "United Kingdom": "UK",
    "Soviet Union": "USSR",
}


def catalogue(films: pd.DataFrame, train: Ratings) -> pd.DataFrame:
    """`films` with the columns that `models.features.feature_matrix` takes.

    A film without Letterboxd's average gets the mean of its training ratings, if it has five;
    one without Letterboxd's count its count in training, scaled to Letterboxd's counts.
    """
    counts = train.film_counts(len(films))
    totals = np.bincount(train.films, weights=train.stars, minlength=len(films))
    means = pd.Series(totals / np.maximum(counts, 1)).where(counts >= FEWEST_RATINGS)
    return films.assign(
        release_year=_positive(films["year"]),
        runtime=_positive(films["runtime"]),
        letterboxd_rating=_positive(films["letterboxd_rating_2023"]).fillna(means),
        letterboxd_rating_count=_filled(_positive(films["letterboxd_rating_count_2023"]), counts),
        genres=films["genres"].map(lambda names: [] if names is None else list(names)),
        country_of_origin=_first_country(films["countries"]),
    )


def _positive(column: pd.Series) -> pd.Series:
    """The numbers of `column`; NaN for what is no number, and for 0, which stands for unknown."""
    numbers = pd.to_numeric(column, errors="coerce").astype(np.float64)
    return numbers.where(numbers > 0)


def _filled(known: pd.Series, counts: NDArray[np.int64]) -> pd.Series:
    """Training counts where `known` is missing, multiplied by the usual known / counted."""
    counted = pd.Series(counts, dtype=np.float64)
    ratio = (known / counted.where(counted > 0)).median()
    return known.fillna(counted * (1 if np.isnan(ratio) else ratio))


def _first_country(countries: pd.Series) -> pd.Series:
    first = countries.astype("str").str.split(",").str[0].str.strip()
    return first.replace(COUNTRY_NAMES)
