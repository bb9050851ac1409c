"""Lists in the cache: whoever has the token can choose from the list, until it expires."""

import hashlib
import json
import secrets

import numpy as np
from numpy.typing import NDArray

from app import kept
from app.services import Services

TOKEN_BYTES = 16


def keep(services: Services, movie_ids: NDArray[np.int64]) -> str:
    """Returns the token. Raises Problem: uploads_unavailable."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    seconds = services.settings.upload_ttl_minutes * 60
    if not services.cache.put(_key(token), json.dumps(movie_ids.tolist()).encode(), seconds):
        raise kept.out_of_reach()
    return token


def find(services: Services, token: str) -> NDArray[np.int64]:
    """Film ids. Raises Problem: list_expired, uploads_unavailable."""
    found = kept.find(services, _key(token), "list_expired")
    return np.array(json.loads(found), np.int64)


def _key(token: str) -> str:
    """Who can look into the cache still cannot ask for a list."""
    return "list:" + hashlib.sha256(token.encode()).hexdigest()
