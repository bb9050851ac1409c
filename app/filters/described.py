"""What the description of the API says of filters, and their schema cannot."""

from collections.abc import Mapping
from typing import Any

from app.filters.query import Filters

NAMES = frozenset(Filters.model_fields)


def allow_empty(api: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same description; a filter without a value is none, as forms leave their fields."""
    for methods in api["paths"].values():
        for operation in methods.values():
            parameters = {it["name"]: it for it in operation.get("parameters", [])}
            for name in NAMES if parameters.keys() >= NAMES else ():
                parameters[name]["allowEmptyValue"] = True
    return api
