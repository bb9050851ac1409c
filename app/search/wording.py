"""What is compared of a title, and of what somebody typed for one."""

import re

from scrapers.export.join import plain

LONGEST = 200  # characters; some letters become many when they are made plain
ARTICLE = "the "
DATED = re.compile(r"(.*\S)[\s(\[]+((?:18|19|20|21)[0-9]{2})[)\]]?\s*", re.DOTALL)

Reading = tuple[str, int | None]


def wording(title: str) -> str:
    """The plain title without its article, which many leave out.

    >>> wording("Matrix, The"), wording("The Amélie"), wording("The")
    ('matrix', 'amelie', 'the')
    """
    return plain(title)[:LONGEST].removeprefix(ARTICLE)


def readings(text: str, year: int | None) -> list[Reading]:
    """The text as a title of that year; without one also as a title and the year behind it.

    >>> readings("Heat (1995)", None)
    [('heat 1995', None), ('heat', 1995)]
    """
    whole: Reading = (wording(text), year)
    dated = DATED.fullmatch(text)
    if year is not None or dated is None:
        return [whole]
    return [whole, (wording(dated[1]), int(dated[2]))]
