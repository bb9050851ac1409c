"""What a visitor has rated so far, and the title they look for."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from werkzeug.datastructures import MultiDict

from app.arguments import given
from app.recommendations.choice import NEEDED
from app.recommendations.query import refusal
from app.search.query import Typed
from app.uploads.listed import SeenFilm

MOST_RATED = 100  # in an address, which must not grow too long


def _parts(value: object) -> object:
    """The fields of a film written as its id and stars.

    >>> _parts("10001:4.5")
    {'film_id': '10001', 'stars': '4.5'}
    """
    if not isinstance(value, str):
        return value
    film_id, _, stars = value.partition(":")
    return {"film_id": film_id, "stars": stars}


RatedFilm = Annotated[SeenFilm, BeforeValidator(_parts)]


class Rated(BaseModel):
    """A page of the address `?film=ID:STARS&film=...`; a film rated twice counts as it was last."""

    model_config = ConfigDict(frozen=True)

    q: Typed | None = None
    film: list[RatedFilm] = Field([], max_length=MOST_RATED)

    @property
    def stars(self) -> dict[int, float]:
        """Stars by film id, in the order in which they were first given."""
        return {film.film_id: film.stars for film in self.film if film.film_id and film.stars}


class Finished(Rated):
    """Enough films for a profile."""

    film: list[RatedFilm] = Field(min_length=NEEDED, max_length=MOST_RATED)


R = TypeVar("R", bound=Rated)


def parse(kind: type[R], args: MultiDict[str, str]) -> R:
    """Raises Problem: invalid_request."""
    try:
        return kind.model_validate(given(kind, args))
    except ValidationError as error:
        raise refusal(error) from error
