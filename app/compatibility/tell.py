"""A comparison of positions and numbers as a visitor reads it: films by their facts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.compatibility.answer import (
    Comparison,
    CompatibilityParts,
    SharedCorrelation,
    SharedFilm,
    SharedWatchlist,
    Showing,
    ShownFilm,
)
from app.compatibility.entries import Entries
from app.compatibility.words import certainty, verdict
from app.filters.selection import Positions
from app.recommendations.answer import FilmFacts
from models.compatibility.compare import Compatibility, Member
from models.compatibility.taste import Correlation
from models.interface import History


@dataclass(frozen=True, eq=False)
class Pair:
    """Two members and what they are called."""

    called: tuple[str, str]
    first: Member
    second: Member


def tell(
    pair: Pair,
    found: Compatibility,
    entries: Entries,
    watchlists: Sequence[NDArray[np.int64] | None],
    limit: int,
) -> Comparison:
    """At most `limit` films of each kind; `watchlists` are film ids of both members."""
    count, credibility = len(found.shared), found.shared.credibility
    one, other = pair.called
    showing = _Showing(entries, limit)
    return Comparison(
        score=None if found.score is None else round(found.score, 1),
        verdict=verdict(found.score),
        certainty=certainty(count, credibility, found.correlation),
        parts=_parts(found),
        shared=count,
        credibility=round(credibility, 3),
        correlation=_correlation(found.correlation),
        favourites=_shared(pair, entries, found.favourites[:limit]),
        polarising=_shared(pair, entries, found.polarising[:limit]),
        shows=(
            showing.of(one, other, pair.first.history, pair.second, found.first_shows),
            showing.of(other, one, pair.second.history, pair.first, found.second_shows),
        ),
        watchlist=_watchlist(entries, watchlists, limit),
    )


def _parts(found: Compatibility) -> CompatibilityParts:
    parts = {name: getattr(found.parts, name) for name in CompatibilityParts.model_fields}
    return CompatibilityParts(
        **{name: part if part is None else round(100 * part, 1) for name, part in parts.items()}
    )


def _correlation(found: Correlation | None) -> SharedCorrelation | None:
    if found is None:
        return None
    return SharedCorrelation(
        value=round(found.value, 3), low=round(found.low, 3), high=round(found.high, 3)
    )


def _shared(pair: Pair, entries: Entries, films: Positions) -> list[SharedFilm]:
    first, second = _stars(pair.first.history, films), _stars(pair.second.history, films)
    return [
        SharedFilm(film=film, ratings=ratings)
        for film, ratings in zip(
            _facts(entries, films), zip(first, second, strict=True), strict=True
        )
    ]


@dataclass(frozen=True)
class _Showing:
    entries: Entries
    limit: int

    def of(self, by: str, to: str, loved_by: History, viewer: Member, films: Positions) -> Showing:
        shown = films[: self.limit]
        rows = zip(
            _facts(self.entries, shown),
            _stars(loved_by, shown),
            viewer.predicted[shown].tolist(),
            strict=True,
        )
        return Showing(by=by, to=to, films=[_shown(*row) for row in rows])


def _shown(film: FilmFacts, rating: float, predicted: float) -> ShownFilm:
    known = None if np.isnan(predicted) else round(predicted, 2)
    return ShownFilm(film=film, rating=rating, predicted_rating=known)


def _watchlist(
    entries: Entries, watchlists: Sequence[NDArray[np.int64] | None], limit: int
) -> SharedWatchlist | None:
    known = [ids for ids in watchlists if ids is not None]
    if len(known) < len(watchlists):
        return None
    catalogue = entries.catalogue
    rows = [catalogue.positions(ids) for ids in known]
    first, second = (catalogue.identities[one[one >= 0]] for one in rows)
    both = np.intersect1d(first, second).astype(np.intp)
    return SharedWatchlist(count=len(both), films=_facts(entries, both[:limit]))


def _facts(entries: Entries, films: Positions) -> list[FilmFacts]:
    facts = entries.catalogue.facts(entries.rows[films])
    return [FilmFacts.model_validate(film) for film in facts]


def _stars(history: History, films: Positions) -> list[float]:
    """The stars that a member gave films of their history."""
    given: list[float] = history.stars[np.searchsorted(history.films, films)].tolist()
    return given
