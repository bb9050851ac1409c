"""Which two members a visitor compares."""

from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError
from werkzeug.datastructures import MultiDict

from app.arguments import Names, given, separated
from app.groups.query import Person, people
from app.recommendations.query import ModelQuery, Username, refusal

MOST_FILMS = 50


class CompatibilityQuery(ModelQuery):
    """Two different members, each by username or by upload."""

    username: Annotated[list[Username], BeforeValidator(separated)] = Field(
        [], description="Letterboxd usernames, repeated or separated by commas."
    )
    profile: Names = Field(
        [], description="What uploads were answered with; besides or instead of usernames."
    )
    limit: int = Field(
        12, ge=1, le=MOST_FILMS, description="How many films to return of each kind at most."
    )

    @property
    def people(self) -> list[Person]:
        """Who is named twice is there once."""
        return people(self.username, self.profile)

    @property
    def named(self) -> int:
        """How many names were given."""
        return len(self.username) + len(self.profile)


def parse_pair(args: MultiDict[str, str]) -> CompatibilityQuery:
    """The query in a request's arguments. Raises Problem: invalid_username, invalid_request."""
    try:
        return CompatibilityQuery.model_validate(given(CompatibilityQuery, args))
    except ValidationError as error:
        raise refusal(error) from error
