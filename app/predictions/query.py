"""Which films a visitor asks about."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from app.arguments import separated
from app.recommendations.query import MemberQuery

MOST_FILMS = 50


class PredictionQuery(MemberQuery):
    """How much one member would like some films."""

    film: Annotated[list[str], BeforeValidator(separated)] = Field(
        min_length=1,
        max_length=MOST_FILMS,
        description="A film's slug, as in letterboxd.com/film/SLUG/, or its address. Repeat it "
        "or separate films by commas.",
    )
