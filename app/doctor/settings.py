"""The environment: settings, reading Letterboxd, workers and their memory."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from app.config import Settings
from app.doctor.finding import Finding, ok, warn

PREFIX = "LETTERBOXD_"
POLITE_RATE = 1.0  # requests a second
FIRST_WORKER_MB = 500  # with 100,000 films, as `python -m tests.benchmarks.serving` measures
OTHER_WORKER_MB = 230  # what a worker does not share with the others
MB = 2**20
LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def configuration(settings: Settings, environment: Mapping[str, str]) -> Finding:
    """A wrong value never comes this far; a mistyped name does."""
    names = {name.upper() for name in Settings.model_fields}
    unknown = sorted(n for n in environment if n.startswith(PREFIX) and n not in names)
    if unknown:
        return warn(
            "configuration",
            f"no setting is called {', '.join(unknown)}",
            "correct the name, as README.md has it, or remove it",
        )
    given = sorted(name.upper() for name in settings.model_fields_set)
    return ok("configuration", f"set: {', '.join(given) or 'nothing, so all defaults'}")


def letterboxd(settings: Settings) -> Finding:
    """What the settings allow; nothing is asked for."""
    host = urlsplit(settings.letterboxd_url).hostname
    if settings.letterboxd_scraping == "off":
        return ok("letterboxd", f"{host} is not read; visitors upload their exports")
    pace = f"{settings.letterboxd_rate:g} requests a second" if settings.letterboxd_rate else ""
    if host == "letterboxd.com" and not 0 < settings.letterboxd_rate <= POLITE_RATE:
        return warn(
            "letterboxd",
            f"{host} is read at {pace or 'no limit'}",
            f"set LETTERBOXD_RATE to {POLITE_RATE:g} or less, or it will soon refuse this server",
        )
    return ok("letterboxd", f"{host} is read at {pace or 'no limit'}")


def workers(settings: Settings) -> Finding:
    """Whether they share a cache, and fit into memory when the catalogue is large."""
    count = settings.web_concurrency
    needed, there = FIRST_WORKER_MB + (count - 1) * OTHER_WORKER_MB, memory_limit() // MB
    told = f"{count} with {there} MB of memory"
    if needed > there:
        return warn(
            "workers",
            f"{told}; with 100,000 films they need about {needed} MB",
            "set WEB_CONCURRENCY lower, or take a larger machine",
        )
    if count > 1 and settings.redis_url is None:
        return warn(
            "workers",
            f"{told}, but no cache that they share: an upload is known to one of them only",
            "set REDIS_URL, or WEB_CONCURRENCY=1",
        )
    return ok("workers", told)


def memory_limit() -> int:
    """Bytes that this machine or container has."""
    bytes_there = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for path in map(Path, LIMITS):
        text = path.read_text(encoding="ascii").strip() if path.is_file() else ""
        if text.isdigit():
            bytes_there = min(bytes_there, int(text))
    return bytes_there
