"""`python -m tests.benchmarks.budget`: storage and traffic beside a free plan's limits.

A database of full size is generated and measured: bytes of each table and index, fresh and after
every film was written again; then the bytes that the database sends to a starting server, to the
jobs, and for a visitor; and the memory of a server.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from pydantic import SecretStr
from sqlalchemy import Engine, make_url, text

from app.config import Settings
from app.facets import FACETS
from app.services import Services
from app.store import figures, members, stored_ratings
from app.store.engine import connect, start_embedded
from tests.benchmarks.budget.filling import fill
from tests.benchmarks.budget.traffic import Traffic, counted

MB = 2**20
ROUNDS = 5  # in which all films are written again
SIZES = """
SELECT relname, kind, bytes FROM (
    SELECT relname, 'table' AS kind, pg_table_size(oid) AS bytes FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'projectionist'::regnamespace
    UNION ALL SELECT relname, 'index', pg_relation_size(oid) FROM pg_class
    WHERE relkind = 'i' AND relnamespace = 'projectionist'::regnamespace) AS sizes
WHERE bytes > 100000 ORDER BY bytes DESC
"""
REWRITE = """
UPDATE projectionist.films SET scraped_at = clock_timestamp(),
    letterboxd_rating_count = letterboxd_rating_count + 1 WHERE movie_id % :rounds = :number
"""
SERVER = """
import psutil
from app.wsgi import app
print(psutil.Process().memory_info().rss)
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.budget")
    parser.add_argument("--films", type=int, default=100_000)
    parser.add_argument("--members", type=int, default=5_000)
    parser.add_argument("--ratings", type=int, default=2_000_000)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        uri = start_embedded(Path(folder)).get_uri()
        engine = connect(Settings(database_url=SecretStr(uri)))
        fill(engine, options.films, options.members, options.ratings)
        _storage(engine, uri)
        engine.dispose()
        with counted(str(make_url(uri).query["host"])) as traffic:
            _traffic(traffic, Path(folder))


def _storage(engine: Engine, uri: str) -> None:
    _vacuum(uri)
    with engine.connect() as connection:
        for name, kind, size in connection.execute(text(SIZES)):
            print(f"{name:<28} {kind:<6} {size / MB:8.1f} MB")
    fresh = _whole(engine)
    for number in range(ROUNDS):
        with engine.begin() as connection:
            connection.execute(text(REWRITE), {"rounds": ROUNDS, "number": number})
        _vacuum(uri)  # as autovacuum does when a fifth has changed
    print(f"\nthe database                        {fresh:8.1f} MB")
    print(f"after all films were written again  {_whole(engine):8.1f} MB\n")


def _whole(engine: Engine) -> float:
    with engine.connect() as connection:
        size: int = connection.execute(
            text("SELECT pg_database_size(current_database())")
        ).scalar_one()
    return size / MB


def _vacuum(uri: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


def _traffic(traffic: Traffic, folder: Path) -> None:
    url = f"postgresql://postgres@127.0.0.1:{traffic.port}/postgres"
    services = Services(Settings(database_url=SecretStr(url), data_dir=folder / "served"))

    def tell(what: str, work: Callable[[], object]) -> None:
        traffic.taken()
        work()
        print(f"{what:<36} {traffic.taken() / MB:8.2f} MB")

    with services.engine.connect() as connection:
        name = connection.execute(text("SELECT min(username) FROM projectionist.members")).scalar()
        tell("all ratings, for a training", lambda: stored_ratings.all_ratings(connection))
        tell("all members' figures", lambda: figures.member_figures(connection))
        tell("a member's stored profile", lambda: members.load(connection, str(name)))
    tell("the catalogue, at a start", services.catalogue.current)
    tell("the catalogue, looked at again", services.catalogue.current)
    for facet in FACETS:
        tell(
            f"the first filter by {facet}",
            lambda f=facet: services.catalogue.current().facets.of(f),
        )
    services.engine.dispose()
    started = subprocess.run(
        [sys.executable, "-c", SERVER],
        env={"DATABASE_URL": url, "DATA_DIR": str(folder / "served"), "PATH": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    print(f"\nmemory of a server                   {int(started.stdout) / MB:8.0f} MB")


if __name__ == "__main__":
    main()
