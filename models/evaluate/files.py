"""Ratings and films from parquet files, checked before anything is learned from them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pyarrow import ArrowException

from models.evaluate.data import DataError, Ratings, has_duplicates, pairs

RATING_COLUMNS = ("user", "film", "rating")
FILM_COLUMNS = (
    *("film", "year", "content_type", "runtime", "genres", "countries"),
    *("letterboxd_rating_2023", "letterboxd_rating_count_2023"),
)
LOWEST, HIGHEST = 1, 10  # half stars
LARGEST_USER = np.iinfo(np.int32).max


def read_films(path: Path) -> pd.DataFrame:
    """The catalogue by row number, which is column `film`: 0, 1, 2 and so on without a gap."""
    films = _read(path, FILM_COLUMNS, everything=True).sort_values("film", ignore_index=True)
    if not np.array_equal(films["film"].to_numpy(), np.arange(len(films))):
        raise DataError(f"{path}: column film does not number the films from 0 without a gap")
    return films


def read_ratings(path: Path, n_films: int) -> Ratings:
    """The ratings in the order of the file. Raises DataError for any that cannot be true."""
    table = _read(path, RATING_COLUMNS)
    users = _whole_numbers(table["user"], 0, LARGEST_USER, path).astype(np.int32)
    films = _whole_numbers(table["film"], 0, n_films - 1, path).astype(np.int32)
    ratings = _whole_numbers(table["rating"], LOWEST, HIGHEST, path).astype(np.uint8)
    if has_duplicates(pairs(users, films)):
        raise DataError(f"{path}: a member rates the same film twice")
    return Ratings(users, films, ratings)


def _read(path: Path, required: tuple[str, ...], *, everything: bool = False) -> pd.DataFrame:
    try:
        present = pq.read_schema(path).names
    except FileNotFoundError as error:
        raise DataError(f"{path}: no such file") from error
    except (ArrowException, OSError) as error:
        raise DataError(f"{path}: not a parquet file") from error
    missing = [name for name in required if name not in present]
    if missing:
        raise DataError(f"{path}: no column {', '.join(missing)}")
    return pd.read_parquet(path, columns=None if everything else list(required))


def _whole_numbers(column: pd.Series, low: int, high: int, path: Path) -> NDArray[np.float64]:
    """The numbers of `column`; float64 holds every int32, and NaN for what is no number."""
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    good = (numbers >= low) & (numbers <= high) & (numbers == np.floor(numbers))
    if not good.all():
        row = int(np.argmin(good))
        raise DataError(
            f"{path}: {column.name} is {column.iloc[row]!s:.40} in row {row}, "
            f"not a whole number within {low}..{high}"
        )
    return numbers
