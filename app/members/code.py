"""The code that a member puts into their bio to prove who they are."""

import hashlib
import json
import secrets
from datetime import UTC, datetime, timedelta

from app.members.answer import Removal
from app.problems import problem
from app.services import Services

LIFETIME = timedelta(hours=24)
PREFIX = "projectionist-"
LENGTH = 8
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that look alike
HOW = (
    "Put the code into the bio of your Letterboxd profile and save it, then send DELETE "
    "/api/v1/members/{username}?proof=bio. Afterwards you can take it out again."
)


def issue(services: Services, username: str) -> Removal:
    """The code of a member, the same one until it expires: nobody can take it from under them.

    Raises Problem: removal_unavailable.
    """
    known = find(services, username)
    if known is not None:
        return known
    code = PREFIX + "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    expires_at = datetime.now(UTC) + LIFETIME
    value = json.dumps([code, expires_at.isoformat()]).encode()
    seconds = round(LIFETIME.total_seconds())
    if not services.cache.put(_key(username), value, seconds, username):
        raise problem("removal_unavailable")
    return _removal(username, code, expires_at)


def find(services: Services, username: str) -> Removal | None:
    """The code that was issued for a member, if it has not expired."""
    kept = services.cache.get(_key(username))
    if kept is None:
        return None
    code, expires_at = json.loads(kept)
    return _removal(username, code, datetime.fromisoformat(expires_at))


def _removal(username: str, code: str, expires_at: datetime) -> Removal:
    return Removal(code=code, expires_at=expires_at, how=HOW.format(username=username))


def _key(username: str) -> str:
    return "removal:" + hashlib.sha256(username.encode()).hexdigest()
