"""The rows of an upload that could not be used: how many are kept, and how they leave as CSV."""

from collections.abc import Iterable

from app.formats import table_csv
from app.uploads.answer import Unmatched

MOST_BYTES = 4 * 2**20  # of one upload: some 30,000 rows
COLUMNS = ("file", "row", "title", "year", "why")


def fitting(rows: Iterable[Unmatched], most_bytes: int = MOST_BYTES) -> list[Unmatched]:
    """The first rows, as many as are kept."""
    kept: list[Unmatched] = []
    size = 0
    for row in rows:
        size += len(row.model_dump_json().encode())
        if size > most_bytes:
            break
        kept.append(row)
    return kept


def as_csv(rows: Iterable[Unmatched]) -> str:
    """With a header."""
    return table_csv([row.model_dump() for row in rows], COLUMNS)
