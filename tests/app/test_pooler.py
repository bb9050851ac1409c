"""The whole app behind a transaction pooler: no prepared statements, no state of a session."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
import requests
from sqlalchemy import make_url, text

from app.doctor.service import examine
from app.imports.movielens.service import import_movielens
from app.jobs.films import scrape_films
from app.jobs.ratings import scrape_ratings
from app.jobs.standings import refresh_standings
from app.jobs.training import train_collaborative, train_general
from app.members.service import remove
from app.profiles import read_profile
from app.services import Services
from app.store import film_urls
from app.store.engine import connect
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.server import Standin
from tests.app.member_site import know, make_due
from tests.app.pooler import pooling
from tests.conftest import read_members, running, standin_settings

Pooled = Callable[[str | None], str]
FILMS = 60
IMPORTED = 1200  # films, in several batches
LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"


@pytest.fixture(scope="module")
def pooled(
    postgres: str,
    create_database: Callable[..., str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Pooled]:
    """Makes a database, a copy of another if asked for; its address is the pooler's."""
    with pooling(postgres, tmp_path_factory.mktemp("pooler")) as port:

        def make(template: str | None = None) -> str:
            name = make_url(create_database(template)).database
            return f"postgresql://postgres@127.0.0.1:{port}/{name}"

        yield make


@pytest.fixture
def services(
    pooled: Pooled, full_database: str, site: Standin, tmp_path: Path
) -> Iterator[Services]:
    settings = standin_settings(site, pooled(full_database), data_dir=tmp_path)
    services = Services(settings)
    yield services
    with services.engine.connect() as connection:
        assert connection.execute(text(LOCKS)).scalar_one() == 0  # nobody could give them back
    services.letterboxd.close()
    services.engine.dispose()


def test_this_pooler_forbids_prepared_statements(pooled: Pooled) -> None:
    url = pooled(None)
    with (
        psycopg.connect(url, prepare_threshold=0, autocommit=True) as connection,
        psycopg.connect(url) as other,
    ):
        connection.execute("SELECT %s::int", [1])
        other.execute("SELECT 1")  # it holds the connection that knows the statement
        with pytest.raises(psycopg.errors.InvalidSqlStatementName):
            connection.execute("SELECT %s::int", [1])


def test_several_processes_migrate_through_it_at_once(pooled: Pooled, site: Standin) -> None:
    settings = standin_settings(site, pooled(None))
    with ThreadPoolExecutor(3) as pool:
        engines = list(pool.map(connect, [settings] * 3))
    assert next(it for it in examine(Services(settings)) if it.check == "schema").level == "ok"
    for engine in engines:
        engine.dispose()


def test_the_film_job_reads_through_it(pooled: Pooled, site: Standin, world: BuiltinWorld) -> None:
    services = Services(standin_settings(site, pooled(None)))
    with services.engine.begin() as connection:
        film_urls.add(connection, dict.fromkeys([*world.slugs()][:FILMS]))
    scrape_films(services)
    assert len(services.catalogue.current().films) >= FILMS * 0.9
    services.letterboxd.close()
    services.engine.dispose()


def test_the_ratings_job_reads_through_it(services: Services) -> None:
    count = know(services, *services.settings.suggested_usernames)
    assert count > 1
    assert scrape_ratings(services).counts == {"new": count}
    make_due(services)
    assert scrape_ratings(services).counts == {"unchanged": count}


def test_an_import_comes_through_it(services: Services, tmp_path: Path) -> None:
    films = "".join(f"{number},Film {number} (1995),Drama\n" for number in range(1, IMPORTED + 1))
    (tmp_path / "movies.csv").write_text(f"movieId,title,genres\n{films}", encoding="utf-8")
    ratings = "userId,movieId,rating,timestamp\n1,1,4.0,1\n2,1,3.0,1\n"
    (tmp_path / "ratings.csv").write_text(ratings, encoding="utf-8")
    for added in (IMPORTED, 0):
        assert import_movielens(services, tmp_path)["films added"] == added


def test_members_are_counted_through_it(services: Services, world: BuiltinWorld) -> None:
    names = read_members(services, world, 5)
    assert refresh_standings(services).members == len(names)


def test_the_doctor_examines_through_it(services: Services) -> None:
    services.engine.connect().close()  # which makes the schema
    levels = {it.check: it.level for it in examine(services)}
    checks = ("database", "room", "clock", "schema", "catalogue")
    assert {name: levels[name] for name in checks} == dict.fromkeys(checks, "ok")


def test_visitors_are_answered_through_it(services: Services) -> None:
    with running(services) as live, ThreadPoolExecutor(3) as pool:

        def ask(username: str) -> tuple[int, int]:
            answer = requests.get(
                f"{live.url}/api/v1/recommendations", params={"username": username}, timeout=60
            )
            return answer.status_code, len(answer.json()["data"])

        assert list(pool.map(ask, live.suggestions * 2)) == [(200, 24)] * 6
        metrics = requests.get(f"{live.url}/api/v1/metrics", timeout=60)
        assert metrics.json()["stored"]["members"] == 3


def test_models_learn_through_it(services: Services, world: BuiltinWorld) -> None:
    read_members(services, world, 30)
    ratings = [train(services).manifest.ratings for train in (train_collaborative, train_general)]
    assert ratings[0] == ratings[1] > 0


def test_a_member_is_removed_through_it(services: Services) -> None:
    name = services.settings.suggested_usernames[0]
    read_profile(services, name, lambda done, total: None)
    assert remove(services, name)
    assert not remove(services, name)
