"""What a film page says of itself in JSON-LD (schema.org/Movie); all of it may be missing."""

import re
from typing import Any

from lxml.etree import _Element as Tag

from scrapers.pages.markup import json_object, whole_number
from scrapers.pages.tree import attribute, find_all

HIGHEST_RATING = 5.0
DURATION = re.compile(r"PT(?:([0-9]{1,3})H)?(?:([0-9]{1,4})M)?(?:[0-9]+S)?")
YEAR = re.compile(r"[0-9]{4}(?![0-9])")


def structured_data(page: Tag) -> dict[str, Any]:
    """The page's JSON-LD, which the site frames with the comments of a CDATA section."""
    scripts = find_all(page, "script")
    own = (script for script in scripts if attribute(script, "type") == "application/ld+json")
    script = next(own, None)
    text = "" if script is None else str(script.text or "")
    return json_object(text[text.find("{") : text.rfind("}") + 1])


def rating(data: dict[str, Any]) -> tuple[float | None, int | None]:
    """The average in stars and the number of ratings; both are absent with few ratings."""
    aggregate = data.get("aggregateRating")
    if not isinstance(aggregate, dict):
        return None, None
    count = whole_number(str(aggregate.get("ratingCount", "")))
    return stars(aggregate.get("ratingValue")), count


def stars(value: object) -> float | None:
    """An average rating, None if it cannot be one."""
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if 0 < number <= HIGHEST_RATING else None


def poster(data: dict[str, Any]) -> str | None:
    image = data.get("image")
    if not isinstance(image, str) or "empty-poster" in image:
        return None
    return image if image.startswith(("https://", "http://")) and image.isprintable() else None


def runtime(data: dict[str, Any]) -> int | None:
    """Minutes."""
    duration = DURATION.fullmatch(str(data.get("duration", "")))
    hours, minutes = (int(part or 0) for part in duration.groups()) if duration else (0, 0)
    return hours * 60 + minutes or None


def premiere_year(data: dict[str, Any]) -> int | None:
    events = data.get("releasedEvent")
    first = events[0] if isinstance(events, list) and events else events
    event = first if isinstance(first, dict) else {}
    dates = (str(event.get("startDate", "")), str(data.get("dateCreated", "")))
    years = (YEAR.match(date) for date in dates)
    return next((int(year[0]) for year in years if year), None)
