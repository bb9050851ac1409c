"""The operations of the API, read from its OpenAPI description for people."""

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from app.filters.query import Filters
from app.problems import PROBLEM_JSON
from app.web.schemas import Schema, reference, type_text

LINE_END = "<br/>"  # what the description has for the end of a docstring's line
FILTERS = frozenset(Filters.model_fields)
JSON = "application/json"


@dataclass(frozen=True)
class Parameter:
    """`default` is None where there is none to tell."""

    name: str
    type: str
    description: str
    default: object
    required: bool


@dataclass(frozen=True)
class Answer:
    """`schema` names what the body is, if it has a name."""

    status: str
    description: str
    schema: str | None


@dataclass(frozen=True)
class Operation:
    """`filtered`: it takes the common filters, which `parameters` then leaves out."""

    method: str
    path: str
    summary: str
    description: str
    parameters: list[Parameter]
    filtered: bool
    answers: list[Answer]
    examples: list[str]


@dataclass(frozen=True)
class Examples:
    """Where the API is, values for parameters that have no default, and all named schemas."""

    address: str
    values: Mapping[str, list[str]]
    schemas: Mapping[str, Schema]


def operations(document: Mapping[str, Any], examples: Examples) -> Iterator[Operation]:
    """All of them, in the order in which they were registered."""
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            yield _operation(method.upper(), path, described, examples)


def _operation(
    method: str, path: str, described: Mapping[str, Any], examples: Examples
) -> Operation:
    all_parameters = described.get("parameters", [])
    filtered = {it["name"] for it in all_parameters} >= FILTERS
    return Operation(
        method=method,
        path=path,
        summary=described["summary"],
        description=described.get("description", "").replace(LINE_END, " "),
        parameters=[
            parameter(it) for it in all_parameters if not (filtered and it["name"] in FILTERS)
        ],
        filtered=filtered,
        answers=[_answer(status, it) for status, it in described["responses"].items()],
        examples=list(_curls(method, path, described, examples)),
    )


def parameter(described: Schema) -> Parameter:
    schema = described["schema"]
    return Parameter(
        name=described["name"],
        type=type_text(schema, nullable=False),
        description=described.get("description", ""),
        default=schema.get("default"),
        required=described["required"],
    )


def _answer(status: str, described: Mapping[str, Any]) -> Answer:
    content = described.get("content", {})
    schema: Schema = next((it["schema"] for it in content.values()), {})
    name = None if PROBLEM_JSON in content else reference(schema)
    return Answer(status, described["description"], name)


def _curls(
    method: str, path: str, described: Mapping[str, Any], examples: Examples
) -> Iterator[str]:
    """One command for each kind of body that the operation takes, as a shell takes it."""
    address = _address(path, described.get("parameters", []), examples)
    sent = described.get("requestBody", {}).get("content", {})
    for body in [_sent(kind, it, examples.schemas) for kind, it in sent.items()] or [[]]:
        verb = [] if method == ("POST" if body else "GET") else ["-X", method]
        yield shlex.join(["curl", *verb, *body, address])


def _sent(kind: str, content: Mapping[str, Any], schemas: Mapping[str, Schema]) -> list[str]:
    """A body of this kind: the example that is described, or the first choice of each field."""
    if kind != JSON:
        return ["-F", "file=@FILE"]
    schema = schemas.get(reference(content["schema"]) or "", content["schema"])
    fields = schema["properties"].items()
    first = {name: field["enum"][0] for name, field in fields if "enum" in field}
    return ["--json", json.dumps(content.get("example", first))]


def _address(path: str, parameters: list[Schema], examples: Examples) -> str:
    arguments: list[tuple[str, str]] = []
    for it in parameters:
        values = examples.values.get(it["name"], [])
        if it["in"] == "path":
            path = path.replace(f"{{{it['name']}}}", values[0] if values else it["name"].upper())
        elif it["in"] == "query":
            many = it["schema"].get("type") == "array"
            arguments += [(it["name"], value) for value in values[: None if many else 1]]
    query = urlencode(arguments)
    return f"{examples.address}{path}?{query}" if query else f"{examples.address}{path}"
