"""The workflows are valid, safe, and run what is there."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.commands.scraping import MOST
from app.config import Settings
from app.jobs.training import train_general
from app.services import Services
from app.store import film_urls, known_members
from scrapers.standin.builtin import BuiltinWorld
from tests.app.test_training_quality import add_members, turn_round_what_is_learned_from
from tests.conftest import read_members

FOLDER = Path(__file__).parents[1] / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
JOBS = [path for path in WORKFLOWS if path.stem != "ci"]
BIN = Path(sys.executable).parent
HOSTING = (FOLDER.parents[1] / "docs/hosting.md").read_text(encoding="utf-8")
SETTINGS = {name.upper() for name in Settings.model_fields}
PLOTS = {"films": 2, "ratings": 2, "statistics": 1, "training": 2, "data-check": 1}
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40}")


def jobs(path: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values())


def matrix(job: dict[str, Any]) -> dict[str, Any]:
    strategy: dict[str, Any] = job.get("strategy", {})
    return dict(strategy.get("matrix", {}))


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


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_runs_by_the_clock_and_by_hand_with_inputs(path: Path) -> None:
    triggers = yaml.safe_load(path.read_text(encoding="utf-8"))[True]  # YAML 1.1 reads so its "on"
    assert all(re.fullmatch(r"\d+ \d+ \S+ \* \S+", it["cron"]) for it in triggers["schedule"])
    assert all(it["description"] for it in triggers["workflow_dispatch"]["inputs"].values())


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
        known_members.add(connection, set(world.suggestions()))
    if path.stem == "training":
        add_members(services)  # so many that the models can be measured
    elif path.stem == "statistics":
        read_members(services, world, 3)
    summary = tmp_path / "summary.md"
    commands = [step["run"] for step in steps(path) if step.get("name", "Install") != "Install"]
    models = [model for job in jobs(path) for model in matrix(job).get("model", [""])]
    for command, model in product(commands, models):
        ran = run(command, services, summary, MODEL=model)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    told = summary.read_text(encoding="utf-8")
    assert told.count("| --- | --- |") == len(commands) * len(models)
    assert told.count("```mermaid") == PLOTS.get(path.stem, 0)


def test_a_training_that_is_forced_publishes_what_is_refused_else(
    make_services: Callable[..., Services], tmp_path: Path
) -> None:
    services = make_services(data_dir=tmp_path)
    add_members(services)
    train_general(services)
    turn_round_what_is_learned_from(services)
    command = steps(FOLDER / "training.yml")[-1]["run"]
    for force, published in (("", 1), ("yes", 2)):
        ran = run(command, services, tmp_path / "summary.md", MODEL="general", FORCE=force)
        assert len(services.general.kept()) == published, ran.stdout + ran.stderr
    told = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert told.index("Model general, not published") < told.index("which serves now")
    assert told.count("```mermaid") == 2


@pytest.mark.parametrize("path", JOBS, ids=lambda path: path.stem)
def test_only_the_last_step_of_a_job_is_given_something_and_only_what_it_uses(path: Path) -> None:
    whole = yaml.safe_load(path.read_text(encoding="utf-8"))
    for part in (whole, *jobs(path), *(step for job in jobs(path) for step in job["steps"][:-1])):
        assert "env" not in part
    for job in jobs(path):
        last = job["steps"][-1]
        used = set(re.findall(r"\$\{?([A-Z]+)", last["run"]))
        assert set(last["env"]) - SETTINGS == used
        assert not re.search(r"secrets\.", str(job | {"steps": job["steps"][:-1]}))


@pytest.mark.parametrize("name", ["films", "ratings"])
def test_a_job_that_reads_has_time_to_hand_over(name: str) -> None:
    [job] = jobs(FOLDER / f"{name}.yml")
    assert job["steps"][-1]["env"]["MINUTES"] == f"${{{{ inputs.minutes || '{MOST}' }}}}"
    assert job["timeout-minutes"] > MOST + 15


@pytest.mark.parametrize("path", JOBS, ids=lambda path: path.stem)
def test_hosting_tells_of_each_job_and_of_what_it_needs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:secrets|vars)\.([A-Z_]+)", text))
    assert named
    assert not {name for name in named if f"`{name}`" not in HOSTING}
    assert f"`{path.name}`" in HOSTING


def test_every_change_is_checked_on_each_python_as_on_a_clean_checkout() -> None:
    checks, audit, _ = jobs(FOLDER / "ci.yml")
    versions = re.search(r"inputs\.python \|\| '(.*)'", matrix(checks)["python"])
    assert versions
    assert json.loads(versions[1]) == ["3.11", "3.12", "3.13"]
    assert checks["steps"][-1] == {"run": ".ci/run"}
    assert audit["steps"][-1] == {"run": "make audit"}


def test_the_fuzzer_runs_each_week_but_not_for_each_change() -> None:
    *_, fuzz = jobs(FOLDER / "ci.yml")
    assert fuzz["steps"][-1]["run"].startswith("make fuzz ")
    assert "schedule" in fuzz["if"]
    assert "push" not in fuzz["if"]


def run(
    command: str, services: Services, summary: Path, **matrix: str
) -> subprocess.CompletedProcess[str]:
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
        "SEED": "0",
        "LEAST": "1",
        "DAYS": "45",
        "GITHUB_STEP_SUMMARY": str(summary),
        **matrix,
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
