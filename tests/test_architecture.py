"""The arrows of the design: app -> scrapers, app -> models, and no other way."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN = {
    "scrapers": {"app", "models", "flask", "sqlalchemy", "sklearn", "pandas"},
    "models": {"app", "scrapers", "flask", "sqlalchemy", "requests"},
}


def imported_packages(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("package", FORBIDDEN)
def test_a_package_knows_only_what_it_may_know(package: str) -> None:
    found = {
        (str(source.relative_to(ROOT)), name)
        for source in (ROOT / package).rglob("*.py")
        for name in imported_packages(source)
    }
    assert found
    assert not {pair for pair in found if pair[1] in FORBIDDEN[package]}
