"""Real parts for every test: Postgres, the stand-in over HTTP, the app on a real server."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from threading import Thread

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, make_url, text
from werkzeug.serving import make_server

from app import create_app
from app.config import Settings
from app.jobs.films import scrape_films
from app.jobs.training import train_collaborative, train_general
from app.problems import Problem
from app.profiles import read_profile
from app.services import Services
from app.store import film_urls
from app.store.engine import start_embedded
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.server import Standin, serve

MakeSettings = Callable[..., Settings]
NO_LIMITS = {name: "off" for name in Settings.model_fields if name.startswith("rate_limit_")}

# What a shell runs in the background ignores Ctrl-C, and so would what the tests stop by it.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--api-examples", type=int, default=10, help="for each operation of the API")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a Postgres server of the tests' own; it ends with this process."""
    return start_embedded(tmp_path_factory.mktemp("data")).get_uri()


@pytest.fixture(scope="session")
def create_database(postgres: str) -> Callable[[str | None], str]:
    """Makes a database, empty or a copy of another, and returns its address."""
    numbers = count()
    admin = create_engine(
        make_url(postgres).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )

    def create(template: str | None = None) -> str:
        name = f"test_{next(numbers)}"
        source = make_url(template).database if template else "template1"
        with admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE {name} TEMPLATE "{source}"'))
        admin.dispose()
        return make_url(postgres).set(database=name).render_as_string(hide_password=False)

    return create


@pytest.fixture(scope="session")
def world() -> BuiltinWorld:
    return BuiltinWorld()


@pytest.fixture(scope="session")
def site(world: BuiltinWorld) -> Iterator[Standin]:
    """A stand-in without faults."""
    with serve(world) as standin:
        yield standin


@pytest.fixture(scope="session")
def full_database(create_database: Callable[..., str], site: Standin, world: BuiltinWorld) -> str:
    """A database into which all films of the stand-in have been read. Copy it, do not use it."""
    url = create_database()
    services = Services(standin_settings(site, url))
    with services.engine.begin() as connection:
        film_urls.add(connection, dict.fromkeys(world.slugs()))
    scrape_films(services)
    services.engine.dispose()
    services.letterboxd.close()
    return url


def standin_settings(site: Standin, database_url: str, **changes: object) -> Settings:
    """Settings for reading a stand-in as fast as it answers."""
    return Settings.model_validate(
        {
            "database_url": SecretStr(database_url),
            "letterboxd_url": site.url,
            "letterboxd_scraping": "permitted",
            "letterboxd_rate": 0,
            "letterboxd_concurrency": 8,
            "letterboxd_retries": 1,
            "letterboxd_backoff": 0.01,
            "film_discovery_limit": 0,
            "suggestions": " ".join(BuiltinWorld().suggestions()),
            **NO_LIMITS,
        }
        | changes
    )


@pytest.fixture
def make_services(
    create_database: Callable[..., str], full_database: str, site: Standin
) -> Iterator[Callable[..., Services]]:
    """Makes services on a database of their own, full of films unless `empty`."""
    made: list[Services] = []

    def make(site: Standin = site, empty: bool = False, **changes: object) -> Services:
        url = create_database(None if empty else full_database)
        made.append(Services(standin_settings(site, url, **changes)))
        return made[-1]

    yield make
    for services in made:
        services.letterboxd.close()
        services.engine.dispose()


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    return make_services()


@dataclass(frozen=True)
class LiveApp:
    """The app on a real port."""

    url: str
    services: Services

    @property
    def suggestions(self) -> list[str]:
        return self.services.settings.suggested_usernames


@contextmanager
def running(services: Services) -> Iterator[LiveApp]:
    """The app under an HTTP server, as long as the context lasts."""
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield LiveApp(f"http://127.0.0.1:{server.server_port}", services)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def live(services: Services) -> Iterator[LiveApp]:
    with running(services) as app:
        yield app


@pytest.fixture(scope="module")
def shared_live(
    create_database: Callable[..., str], full_database: str, site: Standin
) -> Iterator[LiveApp]:
    """One for all tests of a module, which must leave it as the others expect it."""
    services = Services(standin_settings(site, create_database(full_database)))
    with running(services) as app:
        yield app
    services.letterboxd.close()
    services.engine.dispose()


def read_members(services: Services, world: BuiltinWorld, count: int) -> list[str]:
    """Read the profiles of the first members that can be read."""
    names: list[str] = []
    for username in world.usernames():
        if len(names) < count:
            try:
                read_profile(services, username, lambda done, total: None)
            except Problem:
                continue
            names.append(username)
    return names


@pytest.fixture(scope="module")
def trained(
    create_database: Callable[[str], str],
    full_database: str,
    site: Standin,
    world: BuiltinWorld,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LiveApp]:
    """A server on which all models are trained; tests leave it as it is."""
    url, data_dir = create_database(full_database), tmp_path_factory.mktemp("trained")
    services = Services(standin_settings(site, url, data_dir=data_dir))
    read_members(services, world, 60)
    train_collaborative(services)
    train_general(services)
    with running(services) as app:
        yield app
    services.letterboxd.close()
    services.engine.dispose()
