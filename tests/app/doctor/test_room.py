"""A database that is full, or will be soon."""

import pytest
from sqlalchemy import text

from app import create_app
from app.doctor.room import MB, room
from app.services import Services
from app.store.room import Room
from tests.app.doctor.conftest import Find
from tests.app.read_only import forbid_writing

POOLER = "aws-0-eu-west-1.pooler.supabase.com"


def test_the_size_is_told_as_postgres_has_it(services: Services, find: Find) -> None:
    query = text("SELECT round(pg_database_size(current_database()) / 1048576.0)")
    with services.engine.connect() as connection:
        size = connection.execute(query).scalar_one()
    assert size > 0
    found = find(services, "room")
    assert (found.level, found.says) == ("ok", f"{size} MB, and it can be written")


def test_a_database_that_is_read_only_is_a_fault_with_a_remedy(services: Services) -> None:
    forbid_writing(services)
    result = create_app(services.settings).test_cli_runner().invoke(args=["doctor"])
    assert result.exit_code == 1
    assert "MB; it is read-only, as a host makes one that is full" in result.output
    assert "-> make room, as docs/hosting.md describes" in result.output
    assert result.output.splitlines()[-1].endswith(" 1 fail")


@pytest.mark.parametrize(
    ("size", "host", "level"),
    [
        (449, POOLER, "ok"),
        (450, POOLER, "warn"),
        (450, "db.abcdefghijkl.supabase.co", "warn"),
        (450, "db.example", "ok"),
        (9_000, None, "ok"),
    ],
)
def test_a_free_plan_that_is_nearly_full_is_told(size: int, host: str | None, level: str) -> None:
    found = room(Room(size * MB, read_only=False), host)
    assert found.level == level
    assert found.says.startswith(f"{size:,} MB")
