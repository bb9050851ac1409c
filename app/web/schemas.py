"""JSON schemas in a few words."""

from collections.abc import Mapping, Sequence
from typing import Any

Schema = Mapping[str, Any]

BOUNDS = (("minimum", "maximum"), ("minItems", "maxItems"), ("minLength", "maxLength"))


def type_text(schema: Schema, nullable: bool = True) -> str:
    """What a value may be; without null, if that only means that it may be left out.

    >>> type_text({"anyOf": [{"type": "integer", "minimum": 1, "maximum": 9}, {"type": "null"}]})
    'integer, 1 to 9, or null'
    >>> type_text({"type": "array", "items": {"$ref": "#/components/schemas/Film"}})
    'list of Film'
    >>> type_text({"enum": ["any", "all"], "type": "string"})
    'any or all'
    """
    if "anyOf" in schema:
        kinds = [kind for kind in schema["anyOf"] if nullable or kind.get("type") != "null"]
        return ", or ".join(type_text(kind) for kind in kinds)
    if "$ref" in schema:
        return reference(schema) or ""
    if "enum" in schema or "const" in schema:
        return _either(schema.get("enum") or [schema["const"]])
    return _plain(schema) + _bounds(schema)


def reference(schema: Schema) -> str | None:
    """The name of the schema that this one, or each item of it, refers to."""
    target = schema.get("$ref") or schema.get("items", {}).get("$ref")
    return target.rpartition("/")[2] if target else None


def _either(values: Sequence[object]) -> str:
    *most, last = map(str, values)
    return f"{', '.join(most)} or {last}" if most else last


def _plain(schema: Schema) -> str:
    if schema.get("type") == "array":
        return f"list of {type_text(schema['items'])}" if "items" in schema else "list"
    return str(schema.get("format") or schema.get("type") or "anything")


def _bounds(schema: Schema) -> str:
    for least, most in BOUNDS:
        low, high = schema.get(least), schema.get(most)
        if low is not None and high is not None:
            return f", {low:g} to {high:g}"
        if high is not None:
            return f", at most {high:g}"
    return ""
