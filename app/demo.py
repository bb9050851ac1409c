"""The whole product on one machine without internet (`make demo`).

Embedded Postgres, the stand-in for letterboxd.com, the film job against it, then the web app.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import requests
from pydantic import ValidationError

from app.config import Settings
from app.interrupts import Interrupts
from app.jobs.films import scrape_films
from app.jobs.standings import refresh_standings
from app.jobs.training import train_collaborative, train_general
from app.logs import configure_logging
from app.problems import Problem
from app.profiles import read_profile
from app.services import Services
from app.store import film_urls
from app.store.engine import start_embedded
from scrapers.standin.world import World
from scrapers.standin.worlds import open_world

HOST = "127.0.0.1"
START_SECONDS = 120
STOP_SECONDS = 10
TAUGHT_BY = 100  # members


class DemoError(Exception):
    """The demo cannot go on; the message says why."""


@dataclass(frozen=True)
class Demo:
    """Where everything is: the app on `port`, the stand-in on the next one."""

    port: int
    data: Path | None
    data_dir: Path

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def standin_url(self) -> str:
        return f"http://{HOST}:{self.port + 1}"

    @property
    def store_dir(self) -> Path:
        """A store for each data source, because the same film_id is another film in each."""
        return self.data_dir / f"demo-{self.data.resolve().name if self.data else 'builtin'}"


@dataclass(frozen=True)
class Running:
    """What ends with the demo; whoever begins something has it end before anything interrupts."""

    ending: ExitStack
    interrupts: Interrupts

    def start(
        self, arguments: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """A Python process; Ctrl-C reaches only the demo itself."""
        with self.interrupts.later():
            child = subprocess.Popen(
                [sys.executable, *arguments],
                env=os.environ | (environment or {}),
                start_new_session=True,
            )
            self.ending.callback(_stop, child)
        return child

    def postgres(self, folder: Path) -> str:
        """The address of an embedded Postgres."""
        with self.interrupts.later():
            postgres = start_embedded(folder, stop_at_exit=False)
            self.ending.callback(postgres.stop)
        return postgres.get_uri()


def main() -> None:
    """Run until Ctrl-C, SIGTERM or a closed terminal; each stops every process started here."""
    configure_logging(Settings.model_construct())
    interrupts = Interrupts()
    with ExitStack() as ending:
        running = Running(ending, interrupts)
        try:
            _run(_options(), running)
        except KeyboardInterrupt:
            _say("stopping")
        except (DemoError, ValidationError) as error:
            sys.exit(f"demo: {error}")
        finally:
            interrupts.hold()


def _options() -> Demo:
    settings = Settings()
    parser = argparse.ArgumentParser(prog="python -m app.demo", description=__doc__)
    parser.add_argument("--data", type=Path, help="serve this directory of parquet files")
    return Demo(settings.port, parser.parse_args().data, settings.data_dir)


def _run(demo: Demo, running: Running) -> None:
    _check_ports(demo)
    world = open_world(demo.data)
    _say(f"starting the stand-in for letterboxd.com on {demo.standin_url}")
    standin = running.start(["-m", "scrapers.standin", *_standin_options(demo)])
    _say(f"starting Postgres in {demo.store_dir}")
    suggestions = " ".join(world.suggestions())
    environment = _environment(demo, suggestions, running.postgres(demo.store_dir))
    _await(f"{demo.standin_url}/robots.txt", standin)
    _fill(Services(Settings.model_validate({k.lower(): v for k, v in environment.items()})), world)
    web = running.start(
        ["-m", "gunicorn", "--config", "python:app.gunicorn", "app.wsgi:app"], environment
    )
    _await(f"{demo.url}/healthz", web)
    _say(f"try {suggestions}")
    _say(f"ready {demo.url}")
    _watch([standin, web])


def _environment(demo: Demo, suggestions: str, database_url: str) -> dict[str, str]:
    """The settings under which the job and the web app read the stand-in."""
    return {
        "PORT": str(demo.port),
        "DATA_DIR": str(demo.store_dir),
        "DATABASE_URL": database_url,
        "LETTERBOXD_URL": demo.standin_url,
        "LETTERBOXD_SCRAPING": "permitted",
        "LETTERBOXD_RATE": "0",
        "LETTERBOXD_CONCURRENCY": "8",
        "SUGGESTIONS": suggestions,
    }


def _fill(services: Services, world: World) -> None:
    """Read the members to learn from, and every film there is, then train and count;
    nothing twice."""
    untrained = services.collaborative.current() is None or services.general.current() is None
    if untrained:
        _read_members(services, world)
    with services.engine.begin() as connection:
        film_urls.add(connection, dict.fromkeys(world.slugs()))
    _read_films(services)
    if untrained:
        train_general(services)
        manifest = train_collaborative(services).manifest
        _say(f"learned from {manifest.ratings} ratings by {manifest.members} members")
    if services.distributions.current() is None:
        refresh_standings(services)
    services.letterboxd.close()
    services.engine.dispose()


def _read_members(services: Services, world: World) -> None:
    for username in islice(world.usernames(), TAUGHT_BY):
        try:
            read_profile(services, username, lambda *_: None)
        except Problem:
            continue  # some of the members keep their films private


def _read_films(services: Services) -> None:
    run = scrape_films(services)
    if run.failed:
        sys.exit(run.ended)
    if pages := run.counts.total():
        _say(f"{pages} films read, {pages / run.seconds:.0f} pages a second")


def _standin_options(demo: Demo) -> list[str]:
    data = ["--data", str(demo.data)] if demo.data else []
    return ["--host", HOST, "--port", str(demo.port + 1), *data]


def _check_ports(demo: Demo) -> None:
    for port in (demo.port, demo.port + 1):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError) as error:  # taken, or above 65535
                raise DemoError(
                    f"port {port} cannot be used; choose another: make demo PORT=…"
                ) from error


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)  # its workers too
        child.wait()


def _await(url: str, child: subprocess.Popen[bytes]) -> None:
    """Wait until `url` answers."""
    deadline = time.monotonic() + START_SECONDS
    with requests.Session() as session:
        session.trust_env = False  # a proxy does not know this machine's own address
        while time.monotonic() < deadline:
            _watch([child], once=True)
            with suppress(requests.RequestException):
                if session.get(url, timeout=5).ok:
                    return
            time.sleep(0.1)
    raise DemoError(f"{url} does not answer")


def _watch(children: Sequence[subprocess.Popen[bytes]], once: bool = False) -> None:
    """Raise DemoError as soon as a child has ended."""
    while True:
        if any(child.poll() is not None for child in children):
            raise DemoError("a process it needs has ended; its message is above")
        if once:
            return
        time.sleep(0.2)


def _say(line: str) -> None:
    print(f"{line}\n", end="", flush=True)  # at once, or the log of another process comes between


if __name__ == "__main__":
    main()
