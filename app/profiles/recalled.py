"""What was read a short while ago, out of the cache."""

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from app.services import Services

T = TypeVar("T")


def recalled(services: Services, key: str, shape: TypeAdapter[T]) -> T | None:
    """None if it is gone, or another version of the program kept it."""
    value = services.cache.get(key)
    try:
        return None if value is None else shape.validate_json(value)
    except ValidationError:
        return None
