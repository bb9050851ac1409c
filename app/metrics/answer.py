"""What a visitor learns about this server."""

from datetime import date, datetime

from pydantic import BaseModel, Field


class FeatureUse(BaseModel):
    """`by_day` has one number for each of the days, the oldest first."""

    feature: str
    total: int
    by_day: list[int]


class Stored(BaseModel):
    """`films` are in the catalogue, `newest_film` is when the last of them was read."""

    members: int
    ratings: int
    films: int
    newest_film: datetime | None


class TrainedModel(BaseModel):
    """What a model that serves has learned from."""

    model: str
    trained_at: datetime
    members: int
    films: int
    ratings: int


class Metrics(BaseModel):
    """Requests of the days from `first_day` to `last_day` (UTC), by feature, the most used first.
    A few seconds of them may be missing."""

    first_day: date
    last_day: date
    requests: list[FeatureUse] = Field(description="Only features that were used.")
    stored: Stored
    models: list[TrainedModel]
