"""Limits as settings write them: `60/minute;1000/hour`, or `off`."""

from limits import RateLimitItem, parse_many

OFF = "off"


def checked(limit: str) -> str:
    """Raises ValueError for what is no limit."""
    try:
        parsed(limit)
    except ValueError:
        raise ValueError("write it as 60/minute;1000/hour, or off") from None
    return limit


def parsed(limit: str) -> list[RateLimitItem]:
    """Nothing if it is off. Raises ValueError."""
    return [] if limit == OFF else parse_many(limit)
