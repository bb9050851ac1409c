"""How much of a request is read, where its view does not say otherwise.

Views that take uploads set a limit of their own before they read.
"""

from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider

BODY_BYTES = 2**16
FORM_PARTS = 100  # of multipart/form-data


class ShallowJson(DefaultJSONProvider):
    """Arrays within arrays without end are no JSON to us."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def bound_bodies(app: Flask) -> None:
    app.json = ShallowJson(app)
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES
    app.config["MAX_FORM_PARTS"] = FORM_PARTS
