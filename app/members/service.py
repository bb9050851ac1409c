"""Removes a member: the one way, whoever asks for it."""

import hashlib
import logging

from app.members.proof import check
from app.members.query import Proof
from app.problems import problem
from app.services import Services
from app.store import known_members, members, opted_out

log = logging.getLogger(__name__)

LOGGED_DIGITS = 12


def remove_proved(services: Services, username: str, proof: Proof) -> None:
    """Removes a member who proves who they are. Raises Problem as check() and remove() do."""
    check(services, username, proof)
    remove(services, username, keep_out=proof.keep_out)


def remove(services: Services, username: str, keep_out: bool = False) -> bool:
    """Delete all that is kept of a member, stored or cached; False if there was nothing. To
    `keep_out` is to refuse to read them from then on.

    Raises Problem: removal_unavailable if the cache cannot be reached; then nothing is deleted.
    """
    cached = services.cache.delete_owned(username)
    if cached is None:
        raise problem("removal_unavailable")
    with services.engine.begin() as connection:
        if keep_out:
            opted_out.add(connection, username)
        known = known_members.forget(connection, username)
        stored = members.forget(connection, username)
    services.cache.delete_owned(username)  # what was made from it until this moment
    log.info("removed what was kept of member %s", _digest(username))
    return stored or known or cached > 0


def let_in(services: Services, username: str) -> bool:
    """Take back that a member is kept out; False if they were not."""
    with services.engine.begin() as connection:
        return opted_out.remove(connection, username)


def _digest(username: str) -> str:
    """Tells removals apart without naming anybody."""
    return hashlib.sha256(username.encode()).hexdigest()[:LOGGED_DIGITS]
