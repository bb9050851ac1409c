"""All checks, in the order in which faults follow from each other."""

import os
from datetime import timedelta

from app.doctor.artifacts import artifacts
from app.doctor.bucket import bucket
from app.doctor.cache import cache
from app.doctor.disk import disk
from app.doctor.finding import OLD, Finding
from app.doctor.settings import configuration, letterboxd, workers
from app.doctor.store import store
from app.services import Services


def examine(services: Services, old: timedelta = OLD) -> list[Finding]:
    """Changes nothing, and asks Letterboxd for nothing."""
    settings = services.settings
    stored = store(settings, old)
    schema_is_right = any(it.check == "schema" and it.level == "ok" for it in stored)
    return [
        configuration(settings, os.environ),
        *stored,
        cache(settings),
        bucket(settings),
        *artifacts(services, schema_is_right, old),
        disk(settings),
        workers(settings),
        letterboxd(settings),
    ]
