"""What a visitor types to find a film."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from app.asked import Asked

LONGEST = 200  # characters
Typed = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]


class SearchQuery(Asked):
    """A title, or its beginning."""

    model_config = ConfigDict(frozen=True)

    q: Typed = Field(
        description="A title or its beginning, with its year if you like, such as “heat 1995”. "
        "Case, accents, “The” and small mistakes make no difference."
    )
    year: int | None = Field(
        None, ge=1800, le=2200, description="Only films of this year, or one year from it."
    )
    limit: int = Field(10, ge=1, le=50, description="How many films to return at most.")
