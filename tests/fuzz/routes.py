"""The routes that are fed here: all that the description of the API, and so its tester, lacks."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from werkzeug.routing import Rule

TEMPLATES = Path(__file__).parents[2] / "app/web/templates"
FIELD = re.compile(r"<(?:input|select|textarea|button)\b[^>]*?\bname=\"(\w+)\"")
VARIABLE = re.compile(r"<(?:[^<>]*:)?(\w+)>")  # as flask writes it
OWN = frozenset({"HEAD", "OPTIONS"})  # which flask adds

Description = Mapping[str, Any]


def fed(rules: Iterable[Rule]) -> list[Rule]:
    """Those that are no operation of the API."""
    return [rule for rule in rules if not rule.rule.startswith("/api/v1/") or is_openapi(rule)]


def is_openapi(rule: Rule) -> bool:
    """The description does not describe itself."""
    return rule.rule == "/api/v1/openapi.json"


def operations(rules: Iterable[Rule]) -> set[tuple[str, str]]:
    """Method and path, as the description writes them."""
    return {
        (method, VARIABLE.sub(r"{\1}", rule.rule))
        for rule in rules
        for method in (rule.methods or set()) - OWN
    }


def described(api: Description) -> set[tuple[str, str]]:
    return {(method.upper(), path) for path, methods in api["paths"].items() for method in methods}


def fields(api: Description) -> dict[str, list[str]]:
    """Every argument that the API or a form takes, with the values that are named for it."""
    templates = TEMPLATES.rglob("*.html")
    in_forms = {name for it in templates for name in FIELD.findall(it.read_text(encoding="utf-8"))}
    known: dict[str, list[str]] = {name: [] for name in sorted(in_forms)}
    for parameter in _parameters(api):
        values = known.setdefault(parameter["name"], [])
        values.extend(str(it) for it in _named(parameter["schema"]) if str(it) not in values)
    return known


def _parameters(api: Description) -> Iterator[Description]:
    for methods in api["paths"].values():
        for operation in methods.values():
            yield from operation.get("parameters", [])


def _named(schema: Description) -> Iterator[object]:
    """The choices of an argument, and what it is where it is left out."""
    for part in (schema, schema.get("items", {}), *schema.get("anyOf", [])):
        yield from part.get("enum", [])
    if isinstance(schema.get("default"), int | float | str):
        yield schema["default"]
