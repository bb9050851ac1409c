import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import text

from app import create_app
from app.services import Services

Run = Callable[..., Result]


@pytest.fixture
def run(services: Services) -> Run:
    services.engine.connect().close()
    runner = create_app(services.settings).test_cli_runner()
    return lambda *arguments: runner.invoke(args=arguments)


def test_a_server_without_faults_ends_with_0_and_a_table(run: Run) -> None:
    result = run("doctor")
    assert result.exit_code == 0
    assert "ok    database" in result.output
    assert "-> run `flask --app app train general`" in result.output
    assert result.output.splitlines()[-1].endswith(" 0 fail")


def test_a_fault_ends_with_1(run: Run, services: Services) -> None:
    with services.engine.begin() as connection:
        connection.execute(text("UPDATE projectionist.alembic_version SET version_num = '9999'"))
    result = run("doctor")
    assert result.exit_code == 1
    assert "fail  schema" in result.output


def test_an_operator_says_how_old_films_may_be(run: Run, services: Services) -> None:
    aged = text("UPDATE projectionist.films SET scraped_at = scraped_at - interval '50 days'")
    with services.engine.begin() as connection:
        connection.execute(aged)
    assert "warn  catalogue" in run("doctor").output
    assert "ok    catalogue" in run("doctor", "--days", "60").output


def test_programs_get_json(run: Run) -> None:
    findings = json.loads(run("doctor", "--json").output)
    assert {"check", "level", "says", "remedy"} == set(findings[0])
    assert "database" in {finding["check"] for finding in findings}


def test_the_page_of_a_run_has_the_findings(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "page.md"))
    run("doctor")
    page = (tmp_path / "page.md").read_text("utf-8")
    assert "| ok database | Postgres" in page
    assert "| warn model general | not trained: run \\`flask" in page


def flask(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *arguments],
        env={"PATH": "", "HOME": "/nonexistent"} | environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )


def test_a_wrong_setting_is_named_without_its_value() -> None:
    ended = flask("doctor", DATABASE_URL="postgresql://films:hunter2@x:y@db/films")
    assert ended.returncode == 1
    assert "DATABASE_URL: " in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "hunter2" not in ended.stderr
