"""The README names everything that a user can set, call or run."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from app import create_app
from app.config import Settings
from app.problems import KINDS
from scrapers.__main__ import PARSERS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FLASKS_OWN = {"run", "shell", "routes", "openapi"}


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(Settings())


def missing(names: set[str]) -> set[str]:
    assert names
    return {name for name in names if name not in README}


def test_every_setting_is_described() -> None:
    assert not missing({f"`{name.upper()}`" for name in Settings.model_fields})


def test_every_route_is_described(app: Flask) -> None:
    routes = {rule.rule for rule in app.url_map.iter_rules() if "<" not in rule.rule}
    assert not missing({f"`{route}`" for route in routes - {"/api/v1/recommendations"}})
    assert "GET /api/v1/recommendations" in README


def test_every_problem_is_described() -> None:
    assert not missing({f"`{code}`" for code in KINDS})


def commands(group: click.Group, path: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


def test_every_command_is_described(app: Flask) -> None:
    own = {name for name in commands(app.cli) if name.split()[0] not in FLASKS_OWN}
    assert not missing({f"flask --app app{name}" for name in own})


def test_every_kind_of_page_is_described() -> None:
    assert not missing({f"`{kind}`" for kind in PARSERS})


def test_every_make_target_is_known_to_its_help_and_the_readme_uses_only_real_ones() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    assert targets == set(phony[1].split())
    assert set(re.findall(r"\bmake ([a-z-]+)", README)) <= targets


def test_links_inside_the_repository_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]
