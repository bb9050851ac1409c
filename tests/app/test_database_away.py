"""Commands whose database is away, or goes away: one line, and what was stored stays."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import click
import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from app import create_app
from app.commands.telling import TellingCommand
from app.config import Settings
from app.jobs.ratings import scrape_ratings
from app.services import Services
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.server import serve
from tests.app.member_site import know
from tests.app.test_film_job import wait_until
from tests.conftest import url_of

NOWHERE = "postgresql://films:hunter2@127.0.0.1:9/films"
MANY = 20_000  # films: an import that takes seconds
OUT = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")


@pytest.fixture
def server(postgres: str) -> Iterator[Engine]:
    """The database server of the tests; a statement is a transaction."""
    url = make_url(postgres).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


def leaves(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, *path, name)
        elif command.callback is not None and command.callback.__module__.startswith("app."):
            yield (*path, name), command


def test_every_command_tells_of_a_database_that_fails() -> None:
    commands = dict(leaves(create_app(Settings()).cli))
    assert {("scrape", "ratings"), ("import", "tmdb"), ("doctor",), ("work",)} <= commands.keys()
    silent = [path for path, it in commands.items() if not isinstance(it, TellingCommand)]
    assert silent == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("scrape", "films"),
        ("scrape", "ratings"),
        ("films", "add"),
        ("members", "add"),
        ("members", "forget", "night_owl"),
        ("members", "let-in", "night_owl"),
        ("train", "collaborative"),
        ("statistics", "refresh"),
        ("import", "movielens"),
        ("models", "list"),
        ("models", "rollback", "general"),
    ],
    ids=" ".join,
)
def test_a_database_that_is_away_is_told_in_one_line(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_movielens(tmp_path, 1)
    (tmp_path / "names.txt").write_text("night_owl\n", encoding="utf-8")
    operand = {"add": [str(tmp_path / "names.txt")], "movielens": [str(tmp_path)]}
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    away = {"database_url": NOWHERE, "data_dir": tmp_path}
    if arguments[0] == "models":  # without a bucket these ask no database
        away |= {"supabase_url": "http://127.0.0.1:9", "supabase_key": "hunter2"}
    runner = create_app(Settings.model_validate(away)).test_cli_runner()
    result = runner.invoke(args=[*arguments, *operand.get(arguments[-1], [])])
    assert result.exit_code == 1, result.exception
    told = result.output.splitlines()[-1]
    assert told.startswith("Error: the database failed: nothing listens there")
    assert "Traceback" not in result.output
    assert "hunter2" not in result.output


def test_a_worker_that_cannot_begin_ends() -> None:
    away = {"DATABASE_URL": NOWHERE, "REDIS_URL": "redis://127.0.0.1:9"}
    ended = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "work"],
        env=os.environ | away,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("Error: the database failed: nothing listens there")


def test_a_server_that_cannot_begin_tells_why_in_a_line() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--config", "python:app.gunicorn", "app.wsgi:app"],
        env=os.environ | {"DATABASE_URL": NOWHERE, "PORT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "projectionist: the database failed: nothing listens there; start it" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("things", ["films", "ratings"])
def test_a_job_that_cannot_begin_has_a_summary(
    things: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    away = Settings.model_validate({"database_url": NOWHERE})
    create_app(away).test_cli_runner().invoke(args=["scrape", things])
    markdown = page.read_text(encoding="utf-8")
    assert markdown.startswith("### ")
    assert "| ended because | the database failed: nothing listens there; start it" in markdown


def write_movielens(folder: Path, movies: int) -> None:
    films = "".join(f"{number},Film {number} (1995),Drama\n" for number in range(1, movies + 1))
    (folder / "movies.csv").write_text(f"movieId,title,genres\n{films}", encoding="utf-8")
    ratings = "userId,movieId,rating,timestamp\n1,1,4.0,1\n"
    (folder / "ratings.csv").write_text(ratings, encoding="utf-8")


@contextmanager
def dropped(server: Engine, services: Services, ready: Callable[[], bool]) -> Iterator[None]:
    """The database goes away, with whatever uses it, as soon as something holds."""
    database = services.engine.url.database

    def drop() -> None:
        wait_until(ready)
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {database} WITH (FORCE)"))

    with ThreadPoolExecutor(1) as pool:
        dropping = pool.submit(drop)
        yield
        dropping.result()


def test_a_database_that_goes_away_ends_the_ratings_job_with_a_reason(
    make_services: Callable[..., Services], world: BuiltinWorld, server: Engine
) -> None:
    with serve(world, latency=0.05) as slow:
        services = make_services(slow, empty=True)
        know(services, *world.usernames())
        with dropped(server, services, lambda: count(services, "members") > 0):
            run = scrape_ratings(services)
    assert run.failed
    assert run.ended.startswith("the database failed: ")
    assert "UPDATE" not in run.ended


def count(services: Services, table: str) -> int:
    with services.engine.connect() as connection:
        found: int = connection.execute(
            text(f"SELECT count(*) FROM projectionist.{table}")
        ).scalar_one()
    return found


def test_an_import_that_loses_its_database_keeps_what_it_has_and_goes_on_the_next_time(
    make_services: Callable[..., Services], server: Engine, tmp_path: Path
) -> None:
    write_movielens(tmp_path, MANY)
    services = make_services(empty=True)
    importing = begin_import(services, tmp_path)
    wait_until(lambda: count(services, "films") > 0)
    with shut(server, services):
        told = importing.communicate(timeout=120)[0]
    assert importing.returncode == 1, told
    assert told.splitlines()[-1].startswith("Error: the database failed: ")
    assert told.endswith("What was taken before is kept; run this again.\n")
    assert "Traceback" not in told
    assert 0 < count(services, "films") < MANY
    again = begin_import(services, tmp_path)
    told = again.communicate(timeout=120)[0]
    assert again.returncode == 0, told
    assert count(services, "films") == MANY


def begin_import(services: Services, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "import", "movielens", str(folder)],
        env=os.environ | {"DATABASE_URL": url_of(services)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def shut(server: Engine, services: Services) -> Iterator[None]:
    """While the context lasts the database lets nobody in, and whoever was in it is out."""
    database = services.engine.url.database
    services.engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false"))
        connection.execute(OUT, {"name": database})
        yield
        connection.execute(text(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true"))
