"""`python -m tests.benchmarks.uploads`: from an export to recommendations, over real HTTP.

The catalogue and the members that the default model learns from are generated. Prints the median
of some rounds for exports of several sizes, in seconds.
"""

import argparse
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import requests
from pydantic import SecretStr

from app.config import Settings
from app.jobs.training import train_collaborative
from app.services import Services
from app.store import films, members
from app.store.engine import start_embedded
from scrapers.standin.export import export_zip
from scrapers.standin.generated import GeneratedWorld
from scrapers.standin.world import Member
from tests.conftest import LiveApp, running

ROUNDS = 5
SIZES = (200, 1000, 3000)  # films that a member logged
SITE = "https://films.example"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.uploads")
    parser.add_argument("--films", type=int, default=24_000)
    parser.add_argument("--members", type=int, default=400)
    options = parser.parse_args()
    world = GeneratedWorld(options.films, options.members)
    with TemporaryDirectory() as folder, _app(Path(folder), world) as app:
        print(f"{options.films} films, learned from {options.members} members\n")
        for size in SIZES:
            member = min(_members(world), key=lambda member: abs(len(member.films) - size))
            seconds = _median(app, export_zip(member))
            print(f"an export of {len(member.films):5} films {seconds:8.2f} s")


@contextmanager
def _app(folder: Path, world: GeneratedWorld) -> Iterator[LiveApp]:
    """The app with all films of the world and the trained default model."""
    postgres = start_embedded(folder, stop_at_exit=False)
    settings = Settings.model_validate(
        {"database_url": SecretStr(postgres.get_uri()), "data_dir": folder, "letterboxd_url": SITE}
    )
    services = Services(settings)
    known = (film for film in map(world.film, world.slugs()) if film is not None)
    with services.engine.begin() as connection:
        films.upsert(connection, known, SITE)
        for member in _members(world):
            members.save(connection, member.username, member.films)
    train_collaborative(services)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with running(services) as app:
        yield app
    services.engine.dispose()
    postgres.stop()


def _members(world: GeneratedWorld) -> Iterator[Member]:
    return (member for member in map(world.member, world.usernames()) if member is not None)


def _median(app: LiveApp, export: bytes) -> float:
    """The first request, which loads the model, does not count."""
    times = [_seconds(app, export) for _ in range(1 + ROUNDS)]
    return median(islice(times, 1, None))


def _seconds(app: LiveApp, export: bytes) -> float:
    started = time.perf_counter()
    files = {"file": ("letterboxd.zip", export)}
    sent = requests.post(f"{app.url}/api/v1/profiles", files=files, timeout=60)
    about = {"profile": sent.json()["profile"]}
    answer = requests.get(f"{app.url}/api/v1/recommendations", params=about, timeout=60).json()
    seconds = time.perf_counter() - started
    if answer["meta"]["model"] != "hybrid":
        raise RuntimeError("another model than the default has answered")
    return seconds


if __name__ == "__main__":
    main()
