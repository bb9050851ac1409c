"""Uploaded profiles in the cache: whoever has the token has the profile, until it expires."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from app.problems import problem
from app.services import Services
from app.store.members import Profile

TOKEN_BYTES = 32


@dataclass(frozen=True)
class Kept:
    """Where an uploaded profile is, and until when."""

    token: str
    expires_at: datetime


def keep(services: Services, profile: Profile) -> Kept:
    """Raises Problem: uploads_unavailable."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    lifetime = _lifetime(services)
    seconds = round(lifetime.total_seconds())
    if not services.cache.put(_key(token), _encode(profile), seconds):
        raise problem("uploads_unavailable")
    return Kept(token, profile.read_at + lifetime)


def find(services: Services, token: str) -> Profile:
    """Raises Problem: profile_expired."""
    kept = services.cache.get(_key(token))
    if kept is None:
        raise problem("profile_expired")
    return _decode(kept)


def forget(services: Services, token: str) -> None:
    """Raises Problem: profile_expired."""
    if not services.cache.delete(_key(token)):
        raise problem("profile_expired")


def expiry(services: Services, uploaded_at: datetime) -> datetime:
    return uploaded_at + _lifetime(services)


def _lifetime(services: Services) -> timedelta:
    return timedelta(minutes=services.settings.upload_ttl_minutes)


def _key(token: str) -> str:
    """Who can look into the cache still cannot ask for a profile."""
    return "profile:" + hashlib.sha256(token.encode()).hexdigest()


def _encode(profile: Profile) -> bytes:
    half_stars = [None if np.isnan(stars) else round(stars * 2) for stars in profile.stars]
    return json.dumps(
        {
            "username": profile.username,
            "source": profile.source,
            "read_at": profile.read_at.isoformat(),
            "movie_ids": profile.movie_ids.tolist(),
            "half_stars": half_stars,
            "liked": profile.liked.tolist(),
            "watched_on": [str(day) for day in profile.watched_on],
            "watchlist": None if profile.watchlist is None else profile.watchlist.tolist(),
        }
    ).encode()


def _decode(kept: bytes) -> Profile:
    fields = json.loads(kept)
    watchlist = fields["watchlist"]
    return Profile(
        username=fields["username"],
        source=fields["source"],
        read_at=datetime.fromisoformat(fields["read_at"]),
        movie_ids=np.array(fields["movie_ids"], np.int64),
        stars=np.array(fields["half_stars"], np.float64) / 2,
        liked=np.array(fields["liked"], np.bool_),
        watched_on=np.array(fields["watched_on"], "datetime64[D]"),
        watchlist=None if watchlist is None else np.array(watchlist, np.int64),
    )
