"""Whose data are to be removed, and how it is proved who asks."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from app.recommendations.query import refusal
from scrapers.letterboxd import normalise_username


class Member(BaseModel):
    """One member."""

    username: Annotated[str, BeforeValidator(normalise_username)] = Field(
        description="A Letterboxd username, in any case."
    )


class Proof(BaseModel):
    """That a member asks for the removal themselves: one of the two."""

    proof: Literal["bio"] | None = Field(
        None, description="The code is in the member's public Letterboxd bio."
    )
    profile: str | None = Field(
        None, description="What the upload of the member's own export was answered with."
    )
    keep_out: Annotated[bool, Field(description="Never read this member again either.")] = False


def parse_member(typed: str) -> str:
    """The username that somebody typed. Raises Problem: invalid_username."""
    try:
        return Member(username=typed).username
    except ValidationError as error:
        raise refusal(error) from error
