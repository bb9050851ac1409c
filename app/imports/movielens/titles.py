"""MovieLens titles: `Matrix, The (1999)` is The Matrix of 1999."""

import re

from app.imports.text import clean, year

YEAR = re.compile(r"(.*)\((\d{4})(?:[-–]\d{0,4})?\)\s*")
# `City of Lost Children, The (Cité des enfants perdus, La)`
OTHER_NAME = re.compile(r"(.+, [A-Z]\w{0,2}'?|.+(?= \(a\.k\.a\. )) \(.+\)")
ARTICLES = (
    *("The", "A", "An", "La", "Le", "Les", "L'", "El", "Los", "Las", "Il", "Lo", "Gli"),
    *("Der", "Die", "Das", "Den", "Det", "De", "Une", "Un", "Una", "Ein", "Eine", "O", "Os"),
)
ARTICLE = re.compile(rf"(.+), ({'|'.join(ARTICLES)})")


def split(text: str) -> tuple[str, int | None]:
    """The title, as a poster has it, and the year; an empty title if there is none."""
    dated = YEAR.fullmatch(text.strip())
    title, released = (dated[1], year(dated[2])) if dated else (text, None)
    title = clean(title)
    other = OTHER_NAME.fullmatch(title)
    return _turned(other[1] if other else title), released


def _turned(title: str) -> str:
    found = ARTICLE.fullmatch(title)
    if found is None:
        return title
    return f"{found[2]}{'' if found[2].endswith(chr(39)) else ' '}{found[1]}"
