"""Two members side by side."""

from dataclasses import astuple, dataclass

from models.categories import Categories
from models.compatibility.profiles import likeness, profile
from models.compatibility.shared import Positions, Shared, to_show
from models.compatibility.taste import Correlation, correlation, taste_match
from models.interface import History, Stars


@dataclass(frozen=True, eq=False)
class Member:
    """What a member logged, and the stars `predicted` for every film, shape (catalogue,)."""

    history: History
    predicted: Stars


@dataclass(frozen=True, eq=False)
class Films:
    """The catalogue, one entry a film: its average stars, NaN where unknown or where it should
    not count for taste; its genres; its decade."""

    averages: Stars
    genres: Categories
    decades: Categories


@dataclass(frozen=True)
class Parts:
    """What the score is made of, 0..1 each, higher is more alike; None where nothing is known."""

    films: float | None
    taste: float | None
    genres: float | None
    eras: float | None


WEIGHTS = Parts(films=35, taste=35, genres=15, eras=15)  # of 100


@dataclass(frozen=True, eq=False)
class Compatibility:
    """`score` is 0..100, None where nothing is known. Films are positions in the catalogue: shared
    favourites, polarising ones, and what each should show the other, the best first."""

    score: float | None
    parts: Parts
    shared: Shared
    correlation: Correlation | None
    favourites: Positions
    polarising: Positions
    first_shows: Positions
    second_shows: Positions


def compare(first: Member, second: Member, films: Films) -> Compatibility:
    """How alike two members are; the other way round, only what each shows changes places."""
    shared = Shared.of(first.history, second.history)
    parts = Parts(
        films=shared.agreement(),
        taste=taste_match(first.predicted, second.predicted, films.averages),
        genres=_alike(first, second, films.genres),
        eras=_alike(first, second, films.decades),
    )
    return Compatibility(
        score=overall(parts),
        parts=parts,
        shared=shared,
        correlation=correlation(shared.first, shared.second),
        favourites=shared.favourites(),
        polarising=shared.polarising(),
        first_shows=to_show(first.history, second.history, second.predicted),
        second_shows=to_show(second.history, first.history, first.predicted),
    )


def _alike(first: Member, second: Member, categories: Categories) -> float | None:
    return likeness(profile(first.history, categories), profile(second.history, categories))


def overall(parts: Parts) -> float | None:
    """100 times the mean of the known parts by WEIGHTS; None if no part is known.

    >>> overall(Parts(films=1.0, taste=0.5, genres=None, eras=None))
    75.0
    """
    pairs = zip(astuple(WEIGHTS), astuple(parts), strict=True)
    known = [(weight, part) for weight, part in pairs if part is not None]
    total = sum(weight for weight, _ in known)
    return 100 * sum(weight * part for weight, part in known) / total if known else None
