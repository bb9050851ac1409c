"""What files of others say, as far as it can be believed."""

import re

FIRST_YEAR, LAST_YEAR = 1870, 2100
LONGEST_RUNTIME = 60_000  # minutes; the longest film there is has 51,420
MOST_CHARACTERS = 500
MOST_COUNT = 2**31 - 1  # of votes
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def clean(text: str, most: int | None = MOST_CHARACTERS) -> str:
    """On one line, without what a database or a page cannot hold."""
    return CONTROL.sub(" ", text).strip()[:most]


def number(text: str, least: int, most: int) -> int | None:
    """A whole number in these limits, else None."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)):
        return None
    return int(text) if least <= int(text) <= most else None


def year(text: str) -> int | None:
    return number(text, FIRST_YEAR, LAST_YEAR)


def runtime(text: str) -> int | None:
    return number(text, 1, LONGEST_RUNTIME)
