"""The tables beside this module: tab-separated, with a header, lists split by bars."""

import csv
from importlib import resources


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of one table, each by column name."""
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    # Titles hold quotation marks, so quotes mean nothing here.
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def split_list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
