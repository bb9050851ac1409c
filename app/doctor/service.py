"""All checks, in the order in which faults follow from each other."""

import os

from app.doctor.artifacts import artifacts
from app.doctor.cache import cache
from app.doctor.disk import disk
from app.doctor.finding import Finding
from app.doctor.settings import configuration, letterboxd, workers
from app.doctor.store import store
from app.services import Services


def examine(services: Services) -> list[Finding]:
    """Changes nothing, and asks Letterboxd for nothing."""
    settings = services.settings
    return [
        configuration(settings, os.environ),
        *store(settings),
        cache(settings),
        *artifacts(services),
        disk(settings),
        workers(settings),
        letterboxd(settings),
    ]
