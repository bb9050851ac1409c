"""How numbers are written on the pages."""


def counted(number: int, noun: str) -> str:
    """The number with its noun.

    >>> counted(1, "film"), counted(1204, "film")
    ('1 film', '1,204 films')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def lasting(minutes: int) -> str:
    """A span of time.

    >>> lasting(60), lasting(120), lasting(45)
    ('one hour', '2 hours', '45 minutes')
    """
    hours, rest = divmod(minutes, 60)
    if rest:
        return counted(minutes, "minute")
    return "one hour" if hours == 1 else counted(hours, "hour")


def signed(number: float) -> str:
    """The number with its sign.

    >>> signed(0.123), signed(-0.1)
    ('+0.12', '−0.10')
    """
    return f"{number:+.2f}".replace("-", "−")


def half_stars(rating: float) -> int:
    """The rating in half stars, the nearest whole number of them.

    >>> half_stars(4.3), half_stars(4.25)
    (9, 9)
    """
    return int(rating * 2 + 0.5)
