"""Real parts for every test: Postgres, the stand-in over HTTP, the app on a real server."""

import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import hypothesis
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
from tests import ci_summary
from tests.redis_server import RedisServer

pytest_terminal_summary = ci_summary.pytest_terminal_summary  # a hook

MakeSettings = Callable[..., Settings]
NO_LIMITS = {name: "off" for name in Settings.model_fields if name.startswith("rate_limit_")}

hypothesis.settings.register_profile("untimed", deadline=None)  # other work slows any machine
hypothesis.settings.load_profile("untimed")

# What a shell runs in the background ignores Ctrl-C, and so would what the tests stop by it.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--api-examples", type=int, default=10, help="for each route")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a Postgres server of the tests' own.

    It lies outside of pytest's folder, which any pytest that starts closes to other users, as
    Postgres and the pooler are where root runs the tests.
    """
    with TemporaryDirectory() as folder, start_embedded(Path(folder)) as server:
        yield server.get_uri()


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


@contextmanager
def serving(settings: Settings) -> Iterator[Services]:
    """Services as long as the context lasts; then their database can be copied."""
    services = Services(settings)
    yield services
    if "letterboxd" in vars(services):
        services.letterboxd.close()
    if "engine" in vars(services):  # to make it now would migrate
        services.engine.dispose()


# Databases to be copied, not to be used: with tables alone; with all films of the stand-in; with
# members besides.
@pytest.fixture(scope="session")
def empty_database(create_database: Callable[..., str], site: Standin) -> str:
    with serving(standin_settings(site, create_database(None))) as services:
        services.engine.dispose()
    return url_of(services)


@pytest.fixture(scope="session")
def full_database(
    create_database: Callable[..., str], empty_database: str, site: Standin, world: BuiltinWorld
) -> str:
    with serving(standin_settings(site, create_database(empty_database))) as services:
        with services.engine.begin() as connection:
            film_urls.add(connection, dict.fromkeys(world.slugs()))
        scrape_films(services)
    return url_of(services)


@pytest.fixture(scope="session")
def member_database(
    create_database: Callable[..., str], full_database: str, site: Standin, world: BuiltinWorld
) -> str:
    with serving(standin_settings(site, create_database(full_database))) as services:
        read_members(services, world, 60)
    return url_of(services)


def url_of(services: Services) -> str:
    """The address of their database."""
    assert services.settings.database_url is not None
    return services.settings.database_url.get_secret_value()


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
            "catalogue_minutes": 0,
            "film_discovery_limit": 0,
            "suggestions": " ".join(BuiltinWorld().suggestions()),
            **NO_LIMITS,
        }
        | changes
    )


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def make_services(
    create_database: Callable[..., str], site: Standin, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Services]]:
    """Makes services on a database of their own: with all films, nothing (`empty`), or films and
    members (`members`)."""
    with ExitStack() as made:

        def make(
            site: Standin = site, empty: bool = False, members: bool = False, **changes: object
        ) -> Services:
            kind = "empty" if empty else "member" if members else "full"
            url = create_database(request.getfixturevalue(f"{kind}_database"))
            return made.enter_context(serving(standin_settings(site, url, **changes)))

        yield make


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
    settings = standin_settings(site, create_database(full_database))
    with serving(settings) as services, running(services) as app:
        yield app


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


@pytest.fixture(scope="session")
def trained_models(
    create_database: Callable[[str], str],
    member_database: str,
    site: Standin,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The folder of models that learned from the members; to be copied, not to be used."""
    data_dir = tmp_path_factory.mktemp("trained")
    settings = standin_settings(site, create_database(member_database), data_dir=data_dir)
    with serving(settings) as services:
        train_collaborative(services)
        train_general(services)
    return data_dir / "models"


@pytest.fixture
def make_trained(
    make_services: Callable[..., Services], trained_models: Path, tmp_path: Path
) -> Callable[..., Services]:
    """Makes services with members and the named models, all of the test's own."""

    def make(*models: str) -> Services:
        for name in models:
            shutil.copytree(trained_models / name, tmp_path / "models" / name)
        return make_services(members=True, data_dir=tmp_path)

    return make


@pytest.fixture
def own_trained(make_trained: Callable[..., Services]) -> Iterator[LiveApp]:
    """A server that has learned from members, to be changed."""
    with running(make_trained("collaborative")) as app:
        yield app


@pytest.fixture(scope="module")
def trained_settings(
    create_database: Callable[[str], str],
    member_database: str,
    trained_models: Path,
    site: Standin,
    tmp_path_factory: pytest.TempPathFactory,
) -> Settings:
    """Of a server with members, on which all models are trained."""
    data_dir = tmp_path_factory.mktemp("data")
    shutil.copytree(trained_models, data_dir / "models")
    return standin_settings(site, create_database(member_database), data_dir=data_dir)


@pytest.fixture(scope="module")
def trained(trained_settings: Settings) -> Iterator[LiveApp]:
    """A server on which all models are trained; tests leave it as it is."""
    with serving(trained_settings) as services, running(services) as app:
        yield app
