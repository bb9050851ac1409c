"""What a visitor may ask of watchlists."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from werkzeug.datastructures import MultiDict

from app.arguments import Names, given, separated
from app.filters.query import Filters
from app.groups.query import Person, people
from app.recommendations.query import Helping, ModelQuery, Username, refusal

MOST_MEMBERS = 8
MOST_PAGES = 100_000  # more than any watchlist has films

By = Literal["random", "stars", "shortest", "newest"]
Together = Literal["union", "intersection"]


class PicksQuery(ModelQuery, Filters, Helping):
    """Films of the watchlists of one member or several."""

    username: Annotated[list[Username], BeforeValidator(separated)] = Field(
        [], description="Letterboxd usernames; @name or a profile's address will do."
    )
    profile: Names = Field([], description="What uploads were answered with.")
    by: By = Field(
        "random",
        description="random: all films alike. stars: the same, but half a predicted star more "
        "doubles the chance. shortest, newest: in this order.",
    )
    together: Together = Field(
        "union",
        description="Of several members: films on any of the watchlists, or on all of them.",
    )
    watchlist: Literal["any"] = Field("any", description="All films here are on a watchlist.")
    rewatches: bool = Field(
        False, description="Whether films that one of the members has seen may be in."
    )
    limit: int = Field(1, ge=1, le=100, description="How many films to return.")
    page: int = Field(
        1,
        ge=1,
        le=MOST_PAGES,
        description="2 for the next so many. With one seed no film is on two pages.",
    )
    seed: int | None = Field(
        None,
        ge=0,
        lt=2**32,
        description="The same number draws the same films again; meta tells which was taken.",
    )

    @model_validator(mode="after")
    def _about_some_members(self) -> Self:
        if not 1 <= len(self.people) <= MOST_MEMBERS:
            raise PydanticCustomError(
                "members", f"Give 1 to {MOST_MEMBERS} members by username or profile"
            )
        return self

    @property
    def people(self) -> list[Person]:
        """Who is named twice counts once."""
        return people(self.username, self.profile)


def parse_picks(args: MultiDict[str, str]) -> PicksQuery:
    """The query in a request's arguments. Raises Problem: invalid_username, invalid_request."""
    try:
        return PicksQuery.model_validate(given(PicksQuery, args))
    except ValidationError as error:
        raise refusal(error) from error
