"""TMDB's daily list of film ids, movie_ids_MM_DD_YYYY.json.gz: a JSON object on each line."""

import gzip
import heapq
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from pydantic import BaseModel, Field, ValidationError

from app.imports.errors import ImportRefusedError
from app.imports.identity import MOST_TMDB

LONGEST_LINE = 2**16  # bytes
GZIP = b"\x1f\x8b"


class Listed(BaseModel):
    """A line of the list."""

    id: int = Field(ge=1, le=MOST_TMDB)
    popularity: float = Field(0, ge=0, allow_inf_nan=False)
    adult: bool = False
    video: bool = False


def most_popular(path: Path, most: int | None) -> list[int]:
    """The ids of films, the most popular first; what is for adults or no film is left out.

    Raises ImportRefusedError.
    """
    films = (
        (film.popularity, -film.id) for film in _listed(path) if not (film.adult or film.video)
    )
    best = sorted(films, reverse=True) if most is None else heapq.nlargest(most, films)
    return [-negative for _, negative in best]


def _listed(path: Path) -> Iterator[Listed]:
    try:
        with path.open("rb") as raw:
            packed = raw.read(len(GZIP)) == GZIP
            raw.seek(0)
            yield from _lines(gzip.GzipFile(fileobj=raw) if packed else raw)
    except ValidationError as error:
        raise ImportRefusedError(f"{path.name} is no list of TMDB's ids") from error
    except (OSError, EOFError, zlib.error) as error:
        raise ImportRefusedError(f"{path.name} is damaged or cannot be read: {error}") from error


def _lines(file: IO[bytes] | gzip.GzipFile) -> Iterator[Listed]:
    while line := file.readline(LONGEST_LINE):
        if line.strip():
            yield Listed.model_validate_json(line)
