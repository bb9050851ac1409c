"""A score, and how sure it is, in words."""

from models.compatibility.shared import FULL_CREDIBILITY
from models.compatibility.taste import FEWEST, Correlation

NOTHING = "Nothing to compare yet"
VERDICTS = (
    (85, "Two seats, one taste"),
    (77, "Very much alike"),
    (70, "Much in common"),
    (60, "Some common ground"),
    (0, "Opposite ends of the row"),
)


def verdict(score: float | None) -> str:
    """The score, 0..100, in words.

    >>> verdict(79.5)
    'Very much alike'
    """
    if score is None:
        return NOTHING
    return next(words for least, words in VERDICTS if score >= least)


def certainty(shared: int, credibility: float, correlation: Correlation | None) -> str:
    """What the score rests on, in sentences."""
    if not shared:
        return (
            "They have rated no film in common, so this can only rest on what each of them "
            "watches and rates alone."
        )
    films = "1 film" if shared == 1 else f"{shared} films"
    return f"They have both rated {films}{_weight(shared, credibility)} {_likely(correlation)}"


def _weight(shared: int, credibility: float) -> str:
    if shared >= FULL_CREDIBILITY:
        return ", enough to take their agreement at its word."
    return (
        f". With fewer than {FULL_CREDIBILITY}, their agreement counts {credibility:.0%}, and what "
        "is typical of two members counts the rest."
    )


def _likely(correlation: Correlation | None) -> str:
    if correlation is None:
        return f"A correlation takes {FEWEST} films and stars that differ."
    found = (
        f"The correlation of their stars is {correlation.value:.2f}, with 95% confidence between "
        f"{correlation.low:.2f} and {correlation.high:.2f}"
    ).replace("-", "\N{MINUS SIGN}")
    chance = correlation.low <= 0 <= correlation.high
    return found + (", which may be chance." if chance else ".")
