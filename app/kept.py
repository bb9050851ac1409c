"""What visitors come back for, by a token or code: it may be gone, or just out of reach."""

from app.problems import Problem, problem
from app.services import Services

RETRY_SECONDS = 60


def find(services: Services, key: str, expired: str) -> bytes:
    """What the cache has. Raises Problem: the one called `expired`, uploads_unavailable."""
    kept = services.cache.get(key)
    if kept is None:
        raise gone(services, expired)
    return kept


def gone(services: Services, expired: str) -> Problem:
    """Why the cache does not have it."""
    return problem(expired) if services.cache.answers() else out_of_reach()


def out_of_reach() -> Problem:
    return problem("uploads_unavailable", retry_after=RETRY_SECONDS)
