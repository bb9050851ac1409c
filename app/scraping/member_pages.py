"""Members' films from the site into the store, for the ratings job."""

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import replace
from functools import partial

from sqlalchemy import Engine

from app.scraping.circuit import PATIENCE, ScrapeStoppedError, batches, watched
from app.scraping.member_drift import MemberDrift
from app.scraping.member_outcomes import MemberOutcome, store
from app.services import Services
from app.store import film_urls, members
from app.store.known_members import MEMBERS, DueMember
from app.store.members import Profile
from scrapers.changes import MemberRead, read_changes
from scrapers.errors import StoppedError
from scrapers.http import Client, never
from scrapers.records import LoggedFilm

BATCH_MEMBERS = 20


def scrape(
    services: Services,
    due: Iterable[DueMember],
    worker: str,
    stopped: Callable[[], bool] = never,
    cut: Callable[[], bool] = never,
    *,
    believe: bool = False,
) -> Generator[MemberOutcome, None, None]:
    """Read members, several at a time, who are leased by `worker`; each is in the store when its
    outcome is yielded. Once `stopped`, members who were not begun are left out, and once `cut`,
    those who are not read whole. With `believe` their pages may say less than is stored.

    Raises ScrapeStoppedError when the site refuses, is switched off, cannot be read, calls one
    member after the other gone or private, or no longer says what it said of many.
    """
    client, doubt, drift = services.letterboxd.until(cut), Doubt(), MemberDrift(believe)
    storing = Storing(services.engine, worker)
    with closing(client.map(partial(_read, client, stopped), due)) as read:
        outcomes = (
            MemberOutcome(member, result)
            for member, result in read
            if not isinstance(result, StoppedError)
        )
        for batch in batches(watched(outcomes), BATCH_MEMBERS):
            seen = doubt.sift(batch)
            yield from storing.store(drift.sift(_compared(services, seen)))
    yield from storing.store(doubt.end() + drift.rest())


def _compared(
    services: Services, outcomes: list[MemberOutcome]
) -> list[tuple[MemberOutcome, Profile | None]]:
    """With what is stored, of those who were read whole."""
    with services.engine.connect() as connection:
        return [
            (outcome, members.load(connection, outcome.username) if outcome.whole else None)
            for outcome in outcomes
        ]


def _read(client: Client, stopped: Callable[[], bool], member: DueMember) -> MemberRead:
    if stopped():
        raise StoppedError(member.username)
    return read_changes(client, member.username, member.known)


class Doubt:
    """Holds back members who are not to be seen any more until another one is: a site that hides
    everybody refuses us, and nothing may be deleted for that."""

    def __init__(self) -> None:
        self._held: list[MemberOutcome] = []
        self._anybody = False

    def sift(self, batch: list[MemberOutcome]) -> list[MemberOutcome]:
        """What may be stored. Raises ScrapeStoppedError."""
        certain: list[MemberOutcome] = []
        for outcome in batch:
            if outcome.miss and outcome.member.there:
                self._hold(outcome)
            else:
                seen = isinstance(outcome.result, MemberRead)
                certain += [*self._release(), outcome] if seen else [outcome]
                self._anybody |= seen
        return certain

    def end(self) -> list[MemberOutcome]:
        """What is held back still. Raises ScrapeStoppedError if nobody at all was seen; of one
        member alone nothing can be told from that."""
        if len(self._held) > 1 and not self._anybody:
            raise ScrapeStoppedError(self._why())
        return self._release()

    def _hold(self, outcome: MemberOutcome) -> None:
        self._held.append(outcome)
        if len(self._held) == PATIENCE:
            raise ScrapeStoppedError(self._why())

    def _why(self) -> str:
        return (
            f"{len(self._held)} members in a row who were there the last time are gone or private. "
            "The site may be hiding them from this server, so what is stored of them was kept"
        )

    def _release(self) -> list[MemberOutcome]:
        held, self._held = self._held, []
        return held


class Storing:
    """Stores what was read; films that it has noted for the film job once are not noted again."""

    def __init__(self, engine: Engine, worker: str) -> None:
        self._engine, self._worker = engine, worker
        self._noted: set[tuple[str, int]] = set()

    def store(self, outcomes: list[MemberOutcome]) -> list[MemberOutcome]:
        """In one transaction. A member who was forgotten meanwhile, or whose lease ended, is left
        alone."""
        if not outcomes:
            return []
        films = self._unnoted(outcomes)
        names = [outcome.username for outcome in outcomes]
        with self._engine.begin() as connection:
            film_urls.add(connection, films)
            held = MEMBERS.lock_held(connection, self._worker, names)
            for outcome in outcomes:
                if outcome.username in held:
                    store(connection, outcome)
        self._noted.update((film.slug, film.film_id) for film in films.values())
        return [replace(outcome, dropped=outcome.username not in held) for outcome in outcomes]

    def _unnoted(self, outcomes: list[MemberOutcome]) -> dict[str, LoggedFilm]:
        return {
            film.slug: film
            for outcome in outcomes
            for film in outcome.films
            if (film.slug, film.film_id) not in self._noted
        }
