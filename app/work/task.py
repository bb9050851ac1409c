"""What a server and its workers tell each other, as JSON."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Task(BaseModel):
    """A question of this `kind`. `owners` are whom its answer is of; the rest is noted of the
    request, for limits and the log."""

    model_config = ConfigDict(frozen=True)

    kind: str
    query: dict[str, Any]
    visitor: str | None
    owners: tuple[str, ...]
    request_id: str
    client: str | None
    members: tuple[str, ...]
    private: tuple[str, ...]


class News(BaseModel):
    """Of a task: how far it is (the fields of a Step), why it is refused (those of a Problem), or
    that it has `ended`, and what each phase took, in seconds."""

    model_config = ConfigDict(frozen=True)

    step: dict[str, Any] | None = None
    refused: dict[str, Any] | None = None
    ended: bool = False
    phases: dict[str, float] = {}
