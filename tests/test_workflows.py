"""The workflows are valid, safe, and run what is there."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.services import Services
from app.store import film_urls
from scrapers.standin.builtin import BuiltinWorld

FOLDER = Path(__file__).parents[1] / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
JOBS = [path for path in WORKFLOWS if path.stem != "ci"]
BIN = Path(sys.executable).parent
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40}")


def jobs(path: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values())


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in jobs(path) for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_is_as_github_wants_it(path: Path) -> None:
    checker = [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.github-workflows"]
    checked = subprocess.run([*checker, str(path)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_only_read_and_runs_only_pinned_actions(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    used = [step["uses"] for step in steps(path) if "uses" in step]
    assert used
    assert all(PINNED.fullmatch(action) for action in used)
    assert all(job["timeout-minutes"] < 360 for job in jobs(path))


@pytest.mark.parametrize("path", JOBS, ids=lambda path: path.stem)
def test_a_scheduled_job_is_off_until_it_is_switched_on(path: Path) -> None:
    assert all(job["if"].startswith("vars.") for job in jobs(path))
    assert "concurrency" in yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", JOBS, ids=lambda path: path.stem)
def test_what_a_job_runs_works_and_tells_its_figures(
    make_services: Callable[..., Services], world: BuiltinWorld, path: Path, tmp_path: Path
) -> None:
    services = make_services(empty=path.stem == "films", data_dir=tmp_path)
    with services.engine.begin() as connection:
        film_urls.add(connection, dict.fromkeys(list(world.slugs())[:5]))
    summary = tmp_path / "summary.md"
    for step in steps(path):
        if step.get("name", "Install") != "Install":
            ran = run(step["run"], services, summary)
            assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "| --- | --- |" in summary.read_text(encoding="utf-8")


def run(command: str, services: Services, summary: Path) -> subprocess.CompletedProcess[str]:
    """As a runner does, but against the stand-in."""
    settings = services.settings
    assert settings.database_url is not None
    environment = {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "DATA_DIR": str(settings.data_dir),
        "LETTERBOXD_URL": settings.letterboxd_url,
        "LETTERBOXD_SCRAPING": "permitted",
        "LETTERBOXD_RATE": "0",
        "MINUTES": "1",
        "LIMIT": "3",
        "GITHUB_STEP_SUMMARY": str(summary),
    }
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", command],
        env=environment,
        cwd=FOLDER.parents[1],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
