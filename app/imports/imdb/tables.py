"""A TSV file of IMDb, compressed or not, a row at a time."""

import gzip
import zlib
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any

from tqdm import tqdm

from app.imports.errors import ImportRefusedError

UNKNOWN = r"\N"
LONGEST_LINE = 2**20  # bytes; a file without ends of lines must not fill the memory

Row = Mapping[str, str]


def has(folder: Path, name: str) -> bool:
    return any(path.exists() for path in _paths(folder, name))


def rows(
    folder: Path, name: str, columns: Sequence[str], keys: Container[str] | None = None
) -> Iterator[Row]:
    """The rows by column, a broken one without any columns; an unknown cell is empty.

    The first of `columns` is the file's first; with `keys`, only rows that begin with one.

    Raises ImportRefusedError.
    """
    path = next((path for path in _paths(folder, name) if path.exists()), None)
    if path is None:
        raise ImportRefusedError(f"there is no {name}.tsv.gz")
    try:
        with path.open("rb") as raw, _shown(raw, path) as file:
            yield from _rows(_plain(file, path), path, columns, keys)
    except (OSError, EOFError, zlib.error) as error:
        raise ImportRefusedError(f"{path.name} is damaged or cannot be read: {error}") from error


def _paths(folder: Path, name: str) -> tuple[Path, Path]:
    return folder / f"{name}.tsv.gz", folder / f"{name}.tsv"


def _shown(raw: IO[bytes], path: Path) -> AbstractContextManager[Any]:
    size = path.stat().st_size
    shown: AbstractContextManager[Any] = tqdm.wrapattr(
        raw, "read", total=size, desc=path.name, unit="B", disable=None
    )
    return shown


def _plain(file: IO[bytes], path: Path) -> IO[bytes] | gzip.GzipFile:
    return gzip.GzipFile(fileobj=file) if path.suffix == ".gz" else file


def _rows(
    file: IO[bytes] | gzip.GzipFile, path: Path, columns: Sequence[str], keys: Container[str] | None
) -> Iterator[Row]:
    lines = _lines(file, path)
    header = next(lines, b"").decode(errors="replace").split("\t")
    if header[0] != columns[0] or not set(columns) <= set(header):
        raise ImportRefusedError(f"{path.name} does not have the columns {', '.join(columns)}")
    for line in lines:
        if keys is not None and line.partition(b"\t")[0].decode(errors="replace") not in keys:
            continue  # nearly all of them, so this must be quick
        cells = line.decode(errors="replace").split("\t")
        if len(cells) == len(header):
            known = ("" if cell == UNKNOWN else cell for cell in cells)
            yield dict(zip(header, known, strict=True))
        else:
            yield {}


def _lines(file: IO[bytes] | gzip.GzipFile, path: Path) -> Iterator[bytes]:
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise ImportRefusedError(f"{path.name} has a line that is longer than any of IMDb's")
        yield line.rstrip(b"\r\n")
