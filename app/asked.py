"""What all questions to the API have in common."""

from functools import cache
from typing import Any

from pydantic import BaseModel


class Asked(BaseModel):
    """flask-openapi3 wants the schema with each request, and to make it takes longer than most
    answers."""

    @classmethod
    def model_json_schema(cls, *options: Any, **named: Any) -> dict[str, Any]:
        """With options it is the caller's own."""
        if options or named:
            return super().model_json_schema(*options, **named)
        return cls._plain_schema()

    @classmethod
    @cache
    def _plain_schema(cls) -> dict[str, Any]:
        return super().model_json_schema()
