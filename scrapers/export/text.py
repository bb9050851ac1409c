"""Bytes that should be CSV in UTF-8, as numbered records."""

import csv
import io
from collections.abc import Iterator, Mapping

from scrapers.errors import ExportError

MAX_LINE = 200_000  # characters
MAX_LINES = 400_000  # of all files together; those of a member with 24,000 films have 100,000

Record = tuple[int, list[str]]


def check_length(files: Mapping[str, bytes]) -> None:
    """Raises ExportError if the files have more lines than can be read in good time."""
    if sum(max(data.count(b"\n"), data.count(b"\r")) for data in files.values()) > MAX_LINES:
        raise ExportError("too_large")


def read_records(file: str, data: bytes) -> Iterator[Record]:
    """The rows with their numbers in a spreadsheet, without the blank ones; raises ExportError."""
    try:
        for number, cells in enumerate(csv.reader(_lines(file, data), strict=True), start=1):
            if any(cells):
                yield number, cells
    except UnicodeDecodeError as error:
        raise ExportError("encoding", file) from error
    except csv.Error as error:
        raise ExportError("damaged", file) from error


def _lines(file: str, data: bytes) -> Iterator[str]:
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")
    while line := text.readline(MAX_LINE):
        if "\0" in line:  # as in UTF-16, which may pass for UTF-8
            raise ExportError("encoding", file)
        if len(line) == MAX_LINE:
            raise ExportError("damaged", file)
        yield line
