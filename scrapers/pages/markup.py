"""What the site writes in text and attributes: numbers, identifiers, addresses, titles."""

import json
import re
from typing import Any

from lxml.etree import _Element as Tag

from scrapers.pages.tree import attribute

TITLE_AND_YEAR = re.compile(r"(?P<title>.+)\s\((?P<year>[0-9]{4})\)", re.DOTALL)
FILM_UID = re.compile(r"\bfilm:([0-9]{1,15})(?![0-9])")
SLUG = re.compile(r"[\w:.~%-]+")
FILM_ADDRESS = re.compile(rf"(?:https?://[^/]*)?/film/({SLUG.pattern})/")
NUMBER = re.compile(r"([0-9][0-9,]*)(?!\S)")
MAX_DIGITS = 9  # no count on the site comes near


def whole_number(text: str) -> int | None:
    """The number that `text` begins with.

    >>> whole_number("1,234 films")
    1234
    """
    match = NUMBER.match(text)
    digits = match[1].replace(",", "") if match else ""
    return int(digits) if 0 < len(digits) <= MAX_DIGITS else None


def json_object(text: str) -> dict[str, Any]:
    """The JSON object; empty if it is malformed, because a page can be read without it."""
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def film_id(text: str) -> int | None:
    """The number in an identifier, such as film:558400."""
    match = FILM_UID.search(text)
    return int(match[1]) if match else None


def poster_film_id(poster: Tag | None) -> int | None:
    """The film that a poster's identifier names."""
    identifier = json_object(attribute(poster, "data-postered-identifier"))
    return film_id(str(identifier.get("uid", "")))


def slug_in(link: str) -> str | None:
    """The film's slug in an address or path."""
    match = FILM_ADDRESS.match(link)
    return match[1] if match else None


def split_year(name: str, plain_title: str = "") -> tuple[str, int | None]:
    """Title and year of "Title (YYYY)".

    A film without a year may have a title that ends like one; `plain_title`, where the page
    gives it, tells them apart.

    >>> split_year("Blade Runner (1982)")
    ('Blade Runner', 1982)
    >>> split_year("Class of (1984)", "Class of (1984)")
    ('Class of (1984)', None)
    """
    name = " ".join(name.split())
    match = TITLE_AND_YEAR.fullmatch(name)
    if match is None or name == " ".join(plain_title.split()):
        return name, None
    return match["title"], int(match["year"])
