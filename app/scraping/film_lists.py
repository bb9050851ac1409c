"""Film slugs in a file: one a line, or in a column of a CSV."""

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from scrapers.letterboxd import is_slug

COLUMNS = ("slug", "url")  # the first of them that there is
ADDRESS = re.compile(r"(?:https?://[^/]+)?/film/([^/?#]+)/?")


class NoSlugError(ValueError):
    """A line names no film; the message says which."""


def slugs_in(lines: Iterable[str]) -> Iterator[str]:
    """The slugs in the order of the file; raises NoSlugError, or UnicodeDecodeError if `lines`
    does."""
    source = iter(lines)
    first = next(source, "")
    header = [name.strip().lower() for name in next(csv.reader([first]), [])]
    column = next((header.index(name) for name in COLUMNS if name in header), None)
    if column is None:
        cells: Iterable[str] = chain([first], source)
        yield from _checked(cells, 1)
    else:
        yield from _checked(_column(source, column), 2)


def _column(lines: Iterator[str], column: int) -> Iterator[str]:
    try:
        for row in csv.reader(lines, strict=True):
            yield row[column] if len(row) > column else ""
    except csv.Error as error:
        raise NoSlugError(f"the file is no proper CSV: {error}") from error


def _checked(cells: Iterable[str], number: int) -> Iterator[str]:
    for line, cell in enumerate(cells, start=number):
        text = cell.strip()
        address = ADDRESS.fullmatch(text)
        slug = address[1] if address else text
        if slug and not is_slug(slug):
            raise NoSlugError(f"line {line} is not a film's slug: {slug[:60]!r}")
        if slug:
            yield slug
