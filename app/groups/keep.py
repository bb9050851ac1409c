"""Groups in the cache: whoever has the code may look and join, until it expires."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta

from app import kept
from app.groups.answer import GroupRecommendations
from app.groups.session import Session
from app.members.code import LETTERS
from app.observability.record import note_private
from app.problems import problem
from app.profiles.refusals import BUSY_SECONDS
from app.services import Services

LIFETIME = timedelta(hours=3)  # after the last change
SECONDS = round(LIFETIME.total_seconds())
LENGTH = 8  # letters: a million million codes
TRIES = 50  # of changes at the same time, each of which lets at least one through


def new(services: Services, session: Session) -> str:
    """The code of the group. Raises Problem: uploads_unavailable."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    if not services.cache.put(_key(code), session.model_dump_json().encode(), SECONDS):
        raise kept.out_of_reach()
    return code


def find(services: Services, code: str) -> Session:
    """Raises Problem: group_expired, uploads_unavailable."""
    return _read(_kept(services, code))


def change(services: Services, code: str, how: Callable[[Session], Session]) -> Session:
    """Nobody's change is lost: it is made again upon what another one has left.

    Raises Problem: group_expired, uploads_unavailable, busy, and what `how` raises.
    """
    for _ in range(TRIES):
        old = _kept(services, code)
        session = how(_read(old))
        if services.cache.replace(_key(code), old, session.model_dump_json().encode(), SECONDS):
            return session
    raise problem("busy", retry_after=BUSY_SECONDS)


def keep_films(services: Services, code: str, choice: str, films: GroupRecommendations) -> bool:
    return services.cache.put(_films_key(code, choice), films.model_dump_json().encode(), SECONDS)


def find_films(services: Services, code: str, choice: str) -> GroupRecommendations | None:
    """None if the cache has lost them."""
    found = services.cache.get(_films_key(code, choice))
    return None if found is None else GroupRecommendations.model_validate_json(found)


def _kept(services: Services, code: str) -> bytes:
    return kept.find(services, _key(code), "group_expired")


def _read(kept: bytes) -> Session:
    session = Session.model_validate_json(kept)
    for person in session.people:
        note_private(person.called, person.username, person.profile)
    return session


def _key(code: str) -> str:
    """Who can look into the cache still cannot join a group."""
    return "group:" + hashlib.sha256(code.upper().encode()).hexdigest()


def _films_key(code: str, choice: str) -> str:
    return f"{_key(code)}:{choice}"
