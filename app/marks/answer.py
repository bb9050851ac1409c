"""What a visitor gets who marks films."""

from datetime import datetime

from pydantic import BaseModel

from app.formats import ALSO_CSV
from app.recommendations.answer import FilmFacts
from app.store.marks import MarkKind


class Visitor(BaseModel):
    """`visitor` is a secret: whoever has it can see and change the marks made with it."""

    visitor: str


class Mark(BaseModel):
    """A film, why it is not shown again, and since when."""

    film: FilmFacts
    kind: MarkKind
    at: datetime


class Marks(BaseModel):
    """The newest first."""

    model_config = ALSO_CSV

    data: list[Mark]
