"""What a visitor gets who looks for a film."""

from pydantic import BaseModel

from app.recommendations.answer import FilmFacts


class FoundFilms(BaseModel):
    """Films, the one that is most likely meant first; exact titles and well-known films lead."""

    data: list[FilmFacts]
