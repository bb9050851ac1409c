"""What a visitor may ask for."""

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
from werkzeug.datastructures import MultiDict

from app.arguments import given
from app.asked import Asked
from app.filters.query import Filters
from app.problems import Problem, problem
from scrapers.letterboxd import normalise_username

# The best first: the default is the first that can answer.
ModelName = Literal["hybrid", "personal", "general", "collaborative", "popular"]
# Whether all years of a history count the same, or recent viewings more.
Taste = Literal["all", "recent"]

MOST_PAGES = 100
MOST_SHOWN = 60  # characters of what was typed


Username = Annotated[str, BeforeValidator(normalise_username)]
Popularity = Annotated[
    float,
    Field(
        ge=-1,
        le=1,
        allow_inf_nan=False,
        description="From -1, hidden gems, to 1, crowd pleasers; popular knows no difference.",
    ),
]


class ModelQuery(Asked):
    """Which model is asked, and what it learns from."""

    model_config = ConfigDict(frozen=True)

    model: ModelName | None = Field(
        None,
        description="hybrid: this member's ratings and everybody's together. personal: this "
        "member's ratings alone. general: what the average member gives such films. "
        "collaborative: what members with like histories love. popular: what most love. "
        "The default is the first of hybrid, personal, general, popular that can answer.",
    )
    taste: Taste = Field(
        "all",
        description="recent: the later a film was watched, the more it counts, half as much two "
        "years before the newest viewing. all: all films count the same. general and popular "
        "know no difference.",
    )


class OneMember(Asked):
    """A question about one member."""

    model_config = ConfigDict(frozen=True)

    username: Username | None = Field(
        None,
        description="A Letterboxd username; @name or a profile's address will do.",
    )
    profile: str | None = Field(
        None, description="What an upload was answered with, instead of a username."
    )

    @model_validator(mode="after")
    def _about_one_member(self) -> Self:
        if (self.username is None) == (self.profile is None):
            raise PydanticCustomError("one_member", "Give a username or a profile, and not both")
        return self


class MemberQuery(ModelQuery, OneMember):
    """A question about one member, for one of the models."""


class Helping(BaseModel):
    """Which part of a long list to return."""

    model_config = ConfigDict(frozen=True)

    limit: int = Field(24, ge=1, le=100, description="How many films to return.")
    page: int = Field(1, ge=1, le=MOST_PAGES, description="2 for the next so many, and so on.")
    seed: int | None = Field(
        None,
        ge=0,
        lt=2**32,
        description="Draws among the best 200 instead: another number, other good films.",
    )

    @property
    def portion(self) -> dict[str, object]:
        """What differs from the default, for an address."""
        fields = Helping.model_fields
        asked = {name: getattr(self, name) for name in fields}
        return {name: it for name, it in asked.items() if it != fields[name].get_default()}


class RecommendationQuery(MemberQuery, Filters, Helping):
    """Recommendations for one member."""

    popularity: Popularity = 0.0

    @property
    def manner(self) -> dict[str, object]:
        """How films are picked, besides the filters: what differs from the default."""
        fields = RecommendationQuery.model_fields
        chosen = {name: getattr(self, name) for name in ("model", "popularity", "taste")}
        return {name: it for name, it in chosen.items() if it != fields[name].get_default()}


def parse_query(args: MultiDict[str, str]) -> RecommendationQuery:
    """The query in a request's arguments. Raises Problem: invalid_username, invalid_request."""
    try:
        return RecommendationQuery.model_validate(given(RecommendationQuery, args))
    except ValidationError as error:
        raise refusal(error) from error


def refusal(error: ValidationError) -> Problem:
    """The problem that tells a visitor what is wrong with their request."""
    first = error.errors()[0]
    field = ".".join(map(str, first["loc"]))
    if field.startswith("username"):
        refused = problem("invalid_username")
        several = len(first["loc"]) > 1 and isinstance(first["loc"][1], int)
        return refused.of(str(first["input"])[:MOST_SHOWN]) if several else refused
    reason = f"{field}: {first['msg']}" if field else first["msg"]
    return problem("invalid_request", reason=reason)
