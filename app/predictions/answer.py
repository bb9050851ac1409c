"""What a visitor gets who asks about certain films."""

from pydantic import BaseModel

from app.formats import ALSO_CSV
from app.recommendations.answer import FilmFacts, MemberMeta, Reasons


class Prediction(BaseModel):
    """A film and the stars, 0.5..5, that the member is predicted to give it; null where the
    model knows nothing of the film. `rating` is what they gave it, if they logged and rated it."""

    film: FilmFacts
    predicted_rating: float | None
    logged: bool
    rating: float | None
    because: Reasons


class Predictions(BaseModel):
    """Films in the order of the question; `unknown` are the slugs that the catalogue lacks."""

    model_config = ALSO_CSV

    data: list[Prediction]
    unknown: list[str]
    meta: MemberMeta
