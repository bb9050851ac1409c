"""Uploaded profiles in the cache: whoever has the token has the profile, until it expires."""

import hashlib
import secrets
from datetime import datetime, timedelta

from app import kept
from app.observability.record import note_private
from app.services import Services
from app.store.members import Profile
from app.uploads.pack import pack, unpack, unpack_profile
from app.uploads.profile import Taken

TOKEN_BYTES = 32
EXPIRED = "profile_expired"


def keep(services: Services, taken: Taken) -> str:
    """The token under which it is kept. Raises Problem: uploads_unavailable."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    note_private(token, taken.profile.username)
    seconds = round(_lifetime(services).total_seconds())
    if not services.cache.put(key(token), pack(taken), seconds, taken.profile.username):
        raise kept.out_of_reach()
    return token


def find(services: Services, token: str) -> Profile:
    """Raises Problem: profile_expired, uploads_unavailable."""
    return _noted(unpack_profile(_packed(services, token)))


def find_all(services: Services, token: str) -> Taken:
    """The profile, and what could not be used. Raises Problem: profile_expired,
    uploads_unavailable."""
    taken = unpack(_packed(services, token))
    _noted(taken.profile)
    return taken


def forget(services: Services, token: str) -> None:
    """With the answers made from it. Raises Problem: profile_expired, uploads_unavailable."""
    if not services.cache.delete(key(token)):
        raise kept.gone(services, EXPIRED)
    services.cache.delete_owned(key(token))


def expiry(services: Services, uploaded_at: datetime) -> datetime:
    return uploaded_at + _lifetime(services)


def _packed(services: Services, token: str) -> bytes:
    return kept.find(services, key(token), EXPIRED)


def _noted(profile: Profile) -> Profile:
    note_private(profile.username)
    return profile


def _lifetime(services: Services) -> timedelta:
    return timedelta(minutes=services.settings.upload_ttl_minutes)


def key(token: str) -> str:
    """Who can look into the cache still cannot ask for a profile."""
    return "profile:" + hashlib.sha256(token.encode()).hexdigest()
