import numpy as np
import pytest

from models.categories import Categories
from models.statistics.years import Year, by_year

NAN = np.nan


def test_each_year_has_its_films_their_mean_and_its_genre() -> None:
    dates = np.array(["2024-12-31", "2023-01-01", "NaT", "2024-05-05", "2024-05-05"], "M8[D]")
    genres = Categories.of([["Drama"], ["Horror"], ["Drama"], ["Drama", "Horror"], []])
    assert by_year(dates, np.array([4.0, NAN, 1.0, 3.0, NAN]), genres) == [
        Year(2023, 1, None, "Horror", 1.0),
        Year(2024, 3, 3.5, "Drama", 2 / 3),
    ]


def test_without_dates_there_are_no_years() -> None:
    dates = np.array(["NaT", "NaT"], "M8[D]")
    assert by_year(dates, np.ones(2), Categories.of([["Drama"], []])) == []


def test_a_year_of_films_without_genres_has_none() -> None:
    year = by_year(np.array(["2020-02-29"], "M8[D]"), np.ones(1), Categories.of([None]))
    assert (year[0].genre, year[0].genre_share) == (None, None)


def test_dates_of_other_films_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        by_year(np.array(["2020-01-01"], "M8[D]"), np.ones(2), Categories.of([None, None]))
