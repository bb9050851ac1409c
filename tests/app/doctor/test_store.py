"""The database is broken in reality, and the doctor says what to do."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import make_url, text

from app.config import Settings
from app.doctor.store import store
from app.services import Services
from tests.app.doctor.conftest import Find


def settings(url: str) -> Settings:
    return Settings(database_url=SecretStr(url))


def execute(services: Services, statement: str) -> None:
    with services.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_sound_database_is_told_with_its_figures(services: Services, find: Find) -> None:
    services.engine.connect().close()  # which makes the schema
    levels = {it.check: it.level for it in store(services.settings)}
    assert levels == {
        "database": "ok",
        "room": "ok",
        "clock": "ok",
        "schema": "ok",
        "catalogue": "ok",
    }
    assert "films" in find(services, "catalogue").says


def test_a_database_that_nothing_listens_for() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        found = store(settings(f"postgresql://films:hunter2@127.0.0.1:{port}/films"))
    assert [it.level for it in found] == ["fail"]
    assert "host and port" in str(found[0].remedy)
    assert "hunter2" not in str(found)


def test_a_server_that_never_answers_is_given_up() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        found = store(settings(f"postgresql://films:hunter2@127.0.0.1:{port}/films"))
    assert (found[0].level, found[0].says) == ("fail", "it does not answer")


def test_a_host_that_does_not_exist() -> None:
    found = store(settings("postgresql://films:hunter2@nowhere.invalid/films"))
    assert "host" in str(found[0].remedy)


def test_a_database_that_is_not_there(postgres: str) -> None:
    url = make_url(postgres).set(database="nowhere").render_as_string(hide_password=False)
    assert "no such database" in store(settings(url))[0].says


def test_an_option_of_another_program(postgres: str) -> None:
    found = store(settings(f"{postgres}&pgbouncer=true"))
    assert "behind the ?" in str(found[0].remedy)


def test_an_empty_database_is_no_fault_and_stays_empty(
    create_database: Callable[..., str],
) -> None:
    url = create_database()
    for _ in range(2):
        found = {it.check: it for it in store(settings(url))}
        assert (found["schema"].level, found["schema"].says) == ("warn", "there is none yet")


def test_an_older_schema_is_told_to_migrate_itself(services: Services, find: Find) -> None:
    execute(services, "UPDATE projectionist.alembic_version SET version_num = '0001'")
    found = find(services, "schema")
    assert found.level == "warn"
    assert "next start migrates" in str(found.remedy)


def test_a_newer_schema_asks_for_newer_code(services: Services, find: Find) -> None:
    execute(services, "UPDATE projectionist.alembic_version SET version_num = '9999'")
    found = find(services, "schema")
    assert found.level == "fail"
    assert "upgrade the code" in str(found.remedy)


def test_a_catalogue_that_was_not_read_for_months_is_told(services: Services, find: Find) -> None:
    execute(services, "UPDATE projectionist.films SET scraped_at = now() - interval '90 days'")
    found = find(services, "catalogue")
    assert (found.level, "90 days" in found.says) == ("warn", True)
    assert "scrape films" in str(found.remedy)


def test_an_empty_catalogue_is_told(
    make_services: Callable[..., Services], tmp_path: Path, find: Find
) -> None:
    services = make_services(empty=True, data_dir=tmp_path)
    services.engine.connect().close()
    assert "films add" in str(find(services, "catalogue").remedy)


@pytest.mark.parametrize("skew", ["2 minutes", "-2 minutes"])
def test_clocks_that_differ_are_told(services: Services, find: Find, skew: str) -> None:
    database = services.engine.url.database
    execute(services, "CREATE SCHEMA skewed")
    execute(
        services,
        "CREATE FUNCTION skewed.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS "
        f"$$ SELECT pg_catalog.clock_timestamp() + interval '{skew}' $$",
    )
    execute(services, f"ALTER DATABASE {database} SET search_path = skewed, pg_catalog")
    found = find(services, "clock")
    assert (found.level, found.says[:3]) == ("warn", "120")
    assert "NTP" in str(found.remedy)


def test_an_embedded_database_that_cannot_start_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = store(Settings(data_dir=tmp_path / "file"))
    assert [it.level for it in found] == ["fail"]
    assert "DATA_DIR" in str(found[0].remedy)
