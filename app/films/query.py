"""Which film a visitor looks at, and for whom."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from werkzeug.datastructures import MultiDict

from app.arguments import filled, given
from app.recommendations.query import ModelQuery, Username, refusal

MOST_SIMILAR = 50


class FilmPath(BaseModel):
    """A film's address."""

    model_config = ConfigDict(frozen=True)

    slug: str = Field(description="As in letterboxd.com/film/SLUG/.")


class FilmQuery(ModelQuery):
    """For whom a prediction is made, if for anybody."""

    username: Username | None = Field(None, description="Whose prediction to add.")
    profile: str | None = Field(
        None, description="What an upload was answered with, instead of a username."
    )
    limit: int = Field(
        12, ge=0, le=MOST_SIMILAR, description="How many similar films to return at most."
    )

    @model_validator(mode="after")
    def _about_one_member(self) -> Self:
        if self.username is not None and self.profile is not None:
            raise PydanticCustomError("one_member", "Give a username or a profile, and not both")
        return self


def parse_film(args: MultiDict[str, str]) -> FilmQuery:
    """The query in a page's address. Raises Problem: invalid_username, invalid_request."""
    try:
        return FilmQuery.model_validate(given(FilmQuery, filled(args)))
    except ValidationError as error:
        raise refusal(error) from error
