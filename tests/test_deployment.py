"""What Docker and Render are told is what this repository has."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from app import create_app
from app.config import Settings

ROOT = Path(__file__).parents[1]
COMPOSE_FILE = ROOT / "docker-compose.yml"
COMPOSE = yaml.safe_load(COMPOSE_FILE.read_text(encoding="utf-8"))
RENDER = yaml.safe_load((ROOT / "render.yaml").read_text(encoding="utf-8"))
SETTINGS = {name.upper() for name in Settings.model_fields}
HOSTING = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
OTHERS = {"PYTHON_VERSION", "PYTHONUNBUFFERED"}  # Render's and Python's


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's, a line each."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines)]


def told(name: str) -> list[str]:
    found = [rest for instruction, rest in instructions() if instruction == name]
    assert found
    return found


@pytest.fixture(scope="module")
def served() -> str:
    """The command that `make run` starts the server with."""
    run = re.search(r"^run:.*\n\t@exec \$\(BIN\)/(.+)$", (ROOT / "Makefile").read_text(), re.M)
    assert run is not None
    return run[1]


def copied() -> list[str]:
    return [rest.split()[0] for rest in told("COPY")]


def test_what_the_image_copies_exists_and_is_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for path in copied():
        assert (ROOT / path).exists()
        assert f"!{path}" in ignored


def test_the_image_has_every_package_and_document_of_the_app() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages <= set(copied())
    documents = re.findall(r'"((?:docs/)?[\w-]+\.md)"', (ROOT / "app/web/documents.py").read_text())
    assert documents
    assert {name.partition("/")[0] for name in documents} <= set(copied())


def test_the_image_serves_as_make_run_does_without_rights(served: str) -> None:
    assert shlex.join(json.loads(told("CMD")[-1])) == served
    assert told("USER") == ["projectionist"]
    names = [name for name, _ in instructions()]
    assert names.count("FROM") == 2
    assert names.index("USER") < names.index("CMD")
    [health] = told("HEALTHCHECK")
    command = json.loads(health.partition(" CMD ")[2])
    compile(command[-1], "HEALTHCHECK", "exec")
    assert "/healthz" in command[-1]


def test_settings_of_the_image_and_of_compose_exist() -> None:
    set_ = {pair.partition("=")[0] for line in told("ENV") for pair in line.split()}
    assert set_ | set(COMPOSE["services"]["web"]["environment"]) <= SETTINGS | OTHERS


def test_the_web_service_waits_for_what_it_needs() -> None:
    services = COMPOSE["services"]
    needed = services["web"]["depends_on"]
    assert {it["condition"] for it in needed.values()} == {"service_healthy"}
    assert all("healthcheck" in services[name] for name in needed)
    urls = services["web"]["environment"]
    assert "@postgres:5432/" in urls["DATABASE_URL"]
    assert "//redis:" in urls["REDIS_URL"]


def test_every_volume_of_compose_is_declared() -> None:
    used = {
        volume.partition(":")[0]
        for service in COMPOSE["services"].values()
        for volume in service.get("volumes", [])
    }
    assert used == set(COMPOSE["volumes"])


def render(kind: str) -> dict[str, Any]:
    [service] = [service for service in RENDER["services"] if service["type"] == kind]
    return dict(service)


def test_render_builds_and_serves_as_the_makefile_does(served: str) -> None:
    web = render("web")
    assert web["startCommand"] == served
    assert web["buildCommand"] in HOSTING
    assert "pip install" in web["buildCommand"]
    assert web["runtime"] == "python"
    assert web["plan"] == "free"


def test_render_asks_for_health_where_the_app_answers() -> None:
    rules = {rule.rule for rule in create_app(Settings()).url_map.iter_rules()}
    assert render("web")["healthCheckPath"] in rules


def test_render_sets_what_exists_and_keeps_secrets_out_of_the_file() -> None:
    variables = {it["key"]: it for it in render("web")["envVars"]}
    assert set(variables) <= SETTINGS | OTHERS
    for name, it in variables.items():
        if name.endswith(("_URL", "_KEY")) and "fromService" not in it:
            assert it.get("sync") is False
    values = {key.lower(): it["value"] for key, it in variables.items() if "value" in it}
    given = {key: value for key, value in values.items() if key.upper() in SETTINGS}
    assert Settings.model_validate(given).host == "0.0.0.0"
    assert isinstance(values["letterboxd_scraping"], str)  # a bare off is false in YAML


def test_render_takes_the_cache_from_its_own_service() -> None:
    [source] = [it["fromService"] for it in render("web")["envVars"] if it["key"] == "REDIS_URL"]
    cache = render("keyvalue")
    assert (source["type"], source["name"]) == (cache["type"], cache["name"])
    assert cache["ipAllowList"] == []  # only from inside


def test_the_way_to_a_site_names_only_what_exists() -> None:
    named = {name.partition("=")[0] for name in re.findall(r"`([A-Z]+_[A-Z_]+[^`/]*)`", HOSTING)}
    assert named
    workflows = (ROOT / ".github" / "workflows").glob("*.yml")
    switches = {name for path in workflows for name in re.findall(r"vars\.(\w+)", path.read_text())}
    composed = set(re.findall(r"\$\{(\w+)", COMPOSE_FILE.read_text()))
    assert named <= SETTINGS | OTHERS | switches | composed


def test_the_way_to_a_site_has_every_secret() -> None:
    secrets = {n.upper() for n, it in Settings.model_fields.items() if "SecretStr" in repr(it)}
    assert secrets
    assert not {name for name in secrets if f"| `{name}` |" not in HOSTING}
