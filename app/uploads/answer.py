"""What a visitor gets for an upload."""

from datetime import datetime

from pydantic import BaseModel

SHOWN = 1000  # unmatched rows; `counts` has their full number


class Unmatched(BaseModel):
    """What cannot be used. `row` is the line in the export's `file`, header and all, or without
    `file` the place in the list that was sent, from 1."""

    file: str | None
    row: int
    title: str
    year: int | None
    why: str


class Counts(BaseModel):
    """`films` are those seen; `in_catalogue` are those of them that a model can learn from."""

    films: int
    rated: int
    liked: int
    in_catalogue: int
    watchlist: int
    unmatched: int


class Upload(BaseModel):
    """`profile` is a secret: whoever has it can ask with it, until it expires or is deleted."""

    profile: str
    expires_at: datetime
    counts: Counts
    unmatched: list[Unmatched]
