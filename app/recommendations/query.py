"""What a visitor may ask for."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from app.problems import Problem, problem
from scrapers.letterboxd import normalise_username

# The best first: the default is the first that can answer.
ModelName = Literal["hybrid", "personal", "general", "collaborative", "popular"]


class MemberQuery(BaseModel):
    """A question about one member, for one of the models."""

    model_config = ConfigDict(frozen=True)

    username: Annotated[str, BeforeValidator(normalise_username)] | None = Field(
        None,
        description="A Letterboxd username; @name or a profile's address will do.",
    )
    profile: str | None = Field(
        None, description="What an upload was answered with, instead of a username."
    )
    model: ModelName | None = Field(
        None,
        description="hybrid: this member's ratings and everybody's together. personal: this "
        "member's ratings alone. general: what the average member gives such films. "
        "collaborative: what members with like histories love. popular: what most love. "
        "The default is the first of hybrid, personal, general, popular that can answer.",
    )

    @model_validator(mode="after")
    def _about_one_member(self) -> Self:
        if (self.username is None) == (self.profile is None):
            raise PydanticCustomError("one_member", "give a username or a profile, and not both")
        return self


class RecommendationQuery(MemberQuery):
    """Recommendations for one member."""

    popularity: float = Field(
        0.0,
        ge=-1,
        le=1,
        allow_inf_nan=False,
        description="From -1, hidden gems, to 1, crowd pleasers; popular knows no difference.",
    )
    limit: int = Field(24, ge=1, le=100, description="How many films to return.")


def parse_query(args: Mapping[str, str]) -> RecommendationQuery:
    """The query in a request's arguments. Raises Problem: invalid_username, invalid_request."""
    try:
        return RecommendationQuery.model_validate(dict(args))
    except ValidationError as error:
        raise refusal(error) from error


def refusal(error: ValidationError) -> Problem:
    """The problem that tells a visitor what is wrong with their request."""
    first = error.errors()[0]
    field = ".".join(map(str, first["loc"]))
    if field.startswith("username"):
        return problem("invalid_username")
    reason = f"{field}: {first['msg']}" if field else first["msg"].capitalize()
    return problem("invalid_request", reason=reason)
