"""The members who look for a film, each with a watchlist and a model's opinion."""

from dataclasses import dataclass, replace

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
from app.recommendations.reading import Reading, read
from app.services import Services
from app.watchlist_picker.query import PicksQuery
from app.watchlists import watchlist_of


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


def gather(services: Services, query: PicksQuery, report: Report) -> list[Watcher]:
    """Raises Problem: why a member or a watchlist cannot be read; of several, whose."""
    people = query.people
    if len(people) == 1:
        return [_read(services, query, people[0], report)]
    watchers = []
    for place, person in enumerate(people, start=1):
        with naming(person.called):
            told = _in_turn(report, Turn(person.called, place, len(people)))
            watchers.append(_read(services, query, person, told))
    return watchers


def _read(services: Services, query: PicksQuery, person: Person, report: Report) -> Watcher:
    member = MemberQuery(
        username=person.username, profile=person.profile, model=query.model, taste=query.taste
    )
    reading = read(services, member, 0.0, report)
    watchlist = watchlist_of(services, reading.profile, report)
    return Watcher(reading.profile.username or person.called, reading, watchlist)


def _in_turn(report: Report, turn: Turn) -> Report:
    def told(step: Step) -> None:
        report(replace(step, turn=turn))

    return told
