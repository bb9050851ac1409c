"""What a visitor may say of a film."""

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.datastructures import MultiDict

from app.recommendations.query import refusal
from app.store.marks import MarkKind


class MarkedFilm(BaseModel):
    """A film by its slug."""

    slug: str = Field(max_length=200, description="As in letterboxd.com/film/SLUG/.")


class MarkBody(BaseModel):
    """Why the film is not to be shown again."""

    model_config = ConfigDict(extra="forbid")

    kind: MarkKind


class MarkForm(MarkedFilm, MarkBody):
    """The form of a film's card. `back` is where to go on."""

    back: str = "/"


class UndoForm(MarkedFilm):
    """The form beside a mark."""

    back: str = "/"


def parse_mark(form: MultiDict[str, str]) -> MarkForm:
    """Raises Problem: invalid_request."""
    try:
        return MarkForm.model_validate(form.to_dict())
    except ValidationError as error:
        raise refusal(error) from error


def parse_undo(form: MultiDict[str, str]) -> UndoForm:
    """Raises Problem: invalid_request."""
    try:
        return UndoForm.model_validate(form.to_dict())
    except ValidationError as error:
        raise refusal(error) from error
