"""The filters that a visitor may set; all of them together, each as an argument of its own."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from app.arguments import Names, separated

MOST_NAMES = 50
MOST_FILMS = 100  # an address holds no more; longer lists are sent to /api/v1/lists
FIRST_YEAR, LAST_YEAR = 1870, 2100
DECADE = 10

ContentType = Literal["feature", "short", "tv"]
Fame = Literal["obscure", "niche", "known", "famous"]
RANGES = (("year_from", "year_to"), ("runtime_from", "runtime_to"))


def _names(description: str) -> Names:
    text: Names = Field([], max_length=MOST_NAMES, description=description)
    return text


Year = Annotated[int | None, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Minutes = Annotated[int | None, Field(ge=0, le=10_000)]
SEPARATED = BeforeValidator(separated)


class Filters(BaseModel):
    """Nothing set leaves every film in. Lists may be repeated or separated by commas."""

    model_config = ConfigDict(frozen=True)

    genre: Names = _names("Only films of these genres.")
    genre_match: Literal["any", "all"] = Field(
        "any", description="Whether a film must have one of the genres, or all of them."
    )
    without_genre: Names = _names("No film of these genres.")
    content_type: Annotated[list[ContentType], SEPARATED] = Field(
        [], description="feature: 40 minutes or more, or of unknown length. short: less. tv."
    )
    year_from: Year = Field(None, description="Released in this year or later.")
    year_to: Year = Field(None, description="Released in this year or earlier.")
    decade: Annotated[list[int], SEPARATED] = Field(
        [], max_length=30, description="Released in one of these decades, such as 1990."
    )
    runtime_from: Minutes = Field(None, description="At least so many minutes.")
    runtime_to: Minutes = Field(None, description="At most so many minutes.")
    country: Names = _names("Made in one of these countries.")
    without_country: Names = _names("Made in none of these.")
    language: Names = _names("In one of these languages.")
    without_language: Names = _names("In none of these.")
    rating_from: float | None = Field(
        None, ge=0.5, le=5, allow_inf_nan=False, description="Letterboxd rating at least."
    )
    fame: Annotated[list[Fame], SEPARATED] = Field(
        [],
        description="How many rated it on Letterboxd: obscure (under 5,000), niche (to 50,000), "
        "known (to 500,000), famous.",
    )
    director: Names = _names("By one of these directors.")
    without_director: Names = _names("By none of these.")
    actor: Names = _names("With one of these actors.")
    without_actor: Names = _names("With none of these.")
    theme: Names = _names("With one of these themes.")
    without_theme: Names = _names("With none of these.")
    watchlist: Literal["any", "only", "without"] = Field(
        "any", description="Whether films on the member's watchlist are in, alone, or out."
    )
    rewatches: bool = Field(False, description="Whether films that were seen may be in.")
    without_title: Names = _names("No film with one of these words in its title.")
    only: Names = Field(
        [], max_length=MOST_FILMS, description="Only these films, by slug or address."
    )
    only_list: str | None = Field(
        None, max_length=100, description="Only the films of a list that was sent to /api/v1/lists."
    )

    @model_validator(mode="before")
    @classmethod
    def _forms_leave_fields_empty(cls, values: object) -> object:
        if not isinstance(values, dict):
            return values
        return {
            name: value
            for name, value in values.items()
            if value != "" or name not in Filters.model_fields
        }

    @model_validator(mode="after")
    def _ranges_are_in_order(self) -> Self:
        for least, most in RANGES:
            low, high = getattr(self, least), getattr(self, most)
            if low is not None and high is not None and low > high:
                raise PydanticCustomError(
                    "reversed", f"{least} ({low}) is greater than {most} ({high})"
                )
        return self

    @model_validator(mode="after")
    def _decades_begin_with_their_first_year(self) -> Self:
        for year in self.decade:
            if year % DECADE or not FIRST_YEAR <= year <= LAST_YEAR:
                raise PydanticCustomError(
                    "decade", f"decade: {year} is not the first year of a decade, such as 1990"
                )
        return self

    @property
    def chosen(self) -> dict[str, object]:
        """The filters that are set, for an address."""
        return {name: getattr(self, name) for name in Filters.model_fields if self.sets(name)}

    def sets(self, name: str) -> bool:
        """Whether this filter differs from its default."""
        return bool(getattr(self, name) != Filters.model_fields[name].get_default())
