"""After a later release has migrated the database, this code leaves it alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from app.services import Services
from app.store.engine import connect
from app.store.migration import MIGRATIONS, NewerSchemaError, known_versions


@pytest.fixture
def url(services: Services) -> str:
    with services.engine.begin() as connection:
        connection.execute(text("UPDATE projectionist.alembic_version SET version_num = '9999'"))
    assert services.settings.database_url is not None
    return services.settings.database_url.get_secret_value()


def test_the_versions_are_those_of_the_migrations_in_their_order() -> None:
    revisions = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    assert known_versions() == [script.revision for script in revisions][::-1]


@pytest.mark.usefixtures("url")
def test_connecting_is_refused_with_the_way_out(services: Services) -> None:
    with pytest.raises(NewerSchemaError, match=r"9999.*Upgrade the code"):
        connect(services.settings)


@pytest.mark.parametrize(
    "command",
    [
        ["gunicorn", "--config", "python:app.gunicorn", "app.wsgi:app"],
        ["flask", "--app", "app", "scrape", "films"],
    ],
)
def test_neither_server_nor_commands_start(url: str, command: list[str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", *command],
        env=os.environ | {"DATABASE_URL": url, "PORT": "1"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert "Upgrade the code" in ended.stderr
    assert "Traceback" not in ended.stderr
