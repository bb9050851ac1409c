"""What a group may ask for."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from werkzeug.datastructures import MultiDict

from app.arguments import given, separated
from app.filters.query import Filters
from app.recommendations.query import Helping, ModelQuery, Popularity, Username, refusal
from models.group.ranking import DEFAULT_RULE, LEAST_STARS
from models.group.rules import Rule
from models.interface import HIGHEST, LOWEST

LEAST_MEMBERS, MOST_MEMBERS = 2, 8
Seen = Literal["none", "some", "any"]
SEPARATED = BeforeValidator(separated)


class Person(BaseModel):
    """Who takes part: by username or by the token of an upload. `called` is what others see."""

    model_config = ConfigDict(frozen=True)

    called: str
    username: str | None = None
    profile: str | None = None


class Wishes(ModelQuery, Filters, Helping):
    """What a group wants, whoever is in it."""

    popularity: Popularity = 0.0
    rule: Rule = Field(
        DEFAULT_RULE,
        description="How wishes become one: average; average_without_misery, the same without "
        "films that somebody would not want; least_misery, the least pleased counts; "
        "most_pleasure, the most pleased counts; borda, places on ballots of 50 films; fairness, "
        "films that please each in turn.",
    )
    threshold: float = Field(
        LEAST_STARS,
        ge=LOWEST,
        le=HIGHEST,
        allow_inf_nan=False,
        description="average_without_misery: a film is vetoed by whom it is predicted to get "
        "fewer stars from.",
    )
    seen: Seen = Field(
        "none",
        description="Whose films may be in. none: those that nobody has seen. some: also those "
        "that some but not all have seen. any: all. rewatches=true is the same as any.",
    )
    spin: int | None = Field(
        None,
        ge=0,
        lt=2**32,
        description="Decides for one of the first 8 films, `winner`: the same number, the same "
        "film as long as the films are the same.",
    )

    @property
    def may_have_seen(self) -> Seen:
        return "any" if self.rewatches else self.seen


class GroupQuery(Wishes):
    """Recommendations for 2 to 8 members together; who is named twice counts once."""

    username: Annotated[list[Username], SEPARATED] = Field(
        [], description="Letterboxd usernames, repeated or separated by commas."
    )
    profile: Annotated[list[str], SEPARATED] = Field(
        [], description="What uploads were answered with; besides or instead of usernames."
    )

    @property
    def people(self) -> list[Person]:
        return people(self.username, self.profile)


def people(usernames: list[str], tokens: list[str]) -> list[Person]:
    """Who is named, each once, members before uploads."""
    named = [Person(called=name, username=name) for name in dict.fromkeys(usernames)]
    return named + [
        Person(called=guest(place), profile=token)
        for place, token in enumerate(dict.fromkeys(tokens), 1)
    ]


def guest(number: int) -> str:
    """What somebody is called whose upload tells no name."""
    return f"Guest {number}"


def parse_group(args: MultiDict[str, str]) -> GroupQuery:
    """Raises Problem: invalid_username, invalid_request."""
    try:
        return GroupQuery.model_validate(given(GroupQuery, args))
    except ValidationError as error:
        raise refusal(error) from error


def parse_wishes(args: MultiDict[str, str]) -> Wishes:
    """Raises Problem: invalid_request."""
    try:
        return Wishes.model_validate(given(Wishes, args))
    except ValidationError as error:
        raise refusal(error) from error
