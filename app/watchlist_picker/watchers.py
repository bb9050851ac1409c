"""The members who look for a film, each with a watchlist and a model's opinion."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.catalogue.catalogue import Catalogue
from app.filters.masks import Mask
from app.filters.selection import among
from app.groups.members import naming
from app.groups.query import Person
from app.recommendations.answer import Report, Step, Turn
from app.recommendations.candidates import logged_rows
from app.recommendations.query import MemberQuery
from app.recommendations.reading import Found, Reading, asked, find
from app.services import Services
from app.watchlist_picker.query import PicksQuery
from app.watchlists import watchlist_of

S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True)
class Watcher:
    """A member as they are `called`; `watchlist` holds film ids."""

    called: str
    reading: Reading
    watchlist: NDArray[np.int64]

    def stars(self, film_ids: NDArray[np.int64]) -> NDArray[np.float64]:
        """Predicted for each film, NaN where the model, or the catalogue it saw, lacks it."""
        rows = self.reading.catalogue.positions(film_ids)
        stars = np.full(len(rows), np.nan)
        stars[rows >= 0] = self.reading.opinion.stars(rows[rows >= 0])
        return stars

    def wants(self, catalogue: Catalogue) -> Mask:
        """Whether each film of the catalogue is on the watchlist, maybe as another entry."""
        return among(catalogue, catalogue.positions(self.watchlist))

    def has_logged(self, services: Services, catalogue: Catalogue) -> Mask:
        """Whether the member logged each film of the catalogue, maybe as another entry."""
        return among(catalogue, logged_rows(services, catalogue, self.reading.profile))


@contextmanager
def gathered(services: Services, query: PicksQuery, report: Report) -> Iterator[list[Watcher]]:
    """All are read before a model is asked about them, which takes much memory, when it is their
    turn. Raises Problem: busy, why a member or a watchlist cannot be read; of several, whose."""
    people = query.people
    here = _each(people, people, partial(_read, services, query), report)
    with services.groups.turn(lambda before: report(Step("waiting", before))):
        yield _each(people, here, partial(_asked, services), report)


def _each(
    people: list[Person], what: Sequence[S], do: Callable[[S, Report], T], report: Report
) -> list[T]:
    """What is done with each person's; of several, a problem tells whose it is."""
    if len(people) == 1:
        return [do(what[0], report)]
    done = []
    for place, (person, its) in enumerate(zip(people, what, strict=True), start=1):
        with naming(person.called):
            done.append(do(its, _in_turn(report, Turn(person.called, place, len(people)))))
    return done


@dataclass(frozen=True)
class _Here:
    """A member who was read."""

    called: str
    found: Found
    watchlist: NDArray[np.int64]


def _read(services: Services, query: PicksQuery, person: Person, report: Report) -> _Here:
    member = MemberQuery(
        username=person.username, profile=person.profile, model=query.model, taste=query.taste
    )
    found = find(services, member, report)
    profile = found.known.profile
    watchlist = watchlist_of(services, profile, report)
    return _Here(profile.username or person.called, found, watchlist)


def _asked(services: Services, one: _Here, report: Report) -> Watcher:
    return Watcher(one.called, asked(services, one.found, 0.0, report), one.watchlist)


def _in_turn(report: Report, turn: Turn) -> Report:
    def told(step: Step) -> None:
        report(replace(step, turn=turn))

    return told
