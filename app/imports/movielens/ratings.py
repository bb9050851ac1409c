"""ratings.csv, or the ratings.dat of ML-1M and ML-10M, a piece at a time."""

from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv
from tqdm import tqdm

from app.imports.errors import ImportRefusedError

PIECE = 2**20  # bytes
HEADER = ["userId", "movieId", "rating"]
DAT = ["userId", "1", "movieId", "3", "rating", "5", "timestamp"]  # split at single colons
ANY = "latin-1"  # knows all bytes: numbers are read alike, and a broken row breaks no other
ID = r"^[0-9]{1,9}$"
STARS = r"^(0\.5|[1-4](\.[05])?|5(\.0)?)$"


@dataclass(frozen=True)
class RatingPiece:
    """Some ratings, one array element each, and how many rows could not be read."""

    users: NDArray[np.int64]
    movies: NDArray[np.int64]
    half_stars: NDArray[np.int64]
    bad_rows: int


def read_ratings(folder: Path) -> Iterator[RatingPiece]:
    """Raises ImportRefusedError."""
    path = folder / "ratings.csv"
    dat = not path.exists()
    path = folder / "ratings.dat" if dat else path
    try:
        with path.open("rb") as raw, _shown(raw, path) as file:
            yield from _pieces(file, dat)
    except OSError as error:
        raise ImportRefusedError(f"{path.name} cannot be read: {error.strerror}") from error
    except (pa.ArrowInvalid, KeyError) as error:
        raise ImportRefusedError(f"{path.name} is no table of ratings: {error}") from error


def _shown(raw: Any, path: Path) -> Any:
    if raw.read(len(BOM_UTF8)) != BOM_UTF8:
        raw.seek(0)
    size = path.stat().st_size
    return tqdm.wrapattr(raw, "read", total=size, desc=path.name, unit="B", disable=None)


def _pieces(file: Any, dat: bool) -> Iterator[RatingPiece]:
    broken: list[object] = []

    def skip(row: object) -> str:
        broken.append(row.__class__)
        return "skip"

    names = DAT if dat else None
    reader = csv.open_csv(
        file,
        csv.ReadOptions(block_size=PIECE, use_threads=False, column_names=names, encoding=ANY),
        csv.ParseOptions(delimiter=":" if dat else ",", invalid_row_handler=skip),
        csv.ConvertOptions(include_columns=HEADER, column_types=dict.fromkeys(HEADER, pa.string())),
    )
    for batch in reader:
        yield _piece(batch, len(broken))
        broken.clear()


def _piece(batch: Any, broken: int) -> RatingPiece:
    sound = pc.and_(_like(batch, "userId", ID), _like(batch, "movieId", ID))
    kept = batch.filter(pc.and_(sound, _like(batch, "rating", STARS)))
    stars = kept["rating"].cast(pa.float64()).to_numpy(zero_copy_only=False)
    return RatingPiece(
        users=kept["userId"].cast(pa.int64()).to_numpy(zero_copy_only=False),
        movies=kept["movieId"].cast(pa.int64()).to_numpy(zero_copy_only=False),
        half_stars=np.rint(2 * stars).astype(np.int64),
        bad_rows=len(batch) - len(kept) + broken,
    )


def _like(batch: Any, name: str, pattern: str) -> Any:
    return pc.fill_null(pc.match_substring_regex(batch[name], pattern), False)
