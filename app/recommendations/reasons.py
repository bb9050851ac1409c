"""A model's reasons as a visitor reads them: films by name instead of by row."""

from collections.abc import Sequence

import numpy as np

from app.catalogue.catalogue import Catalogue
from app.observability.record import phase
from app.recommendations.answer import BecauseFilm, BecauseTrait, Reasons
from models.reasons import Because


@phase("reasons")
def told(catalogue: Catalogue, because: Sequence[Because]) -> list[Reasons]:
    """The reasons for some films, in the same order."""
    rows = sorted({film.film for one in because for film in one.films})
    facts = dict(zip(rows, catalogue.facts(np.array(rows, np.intp)), strict=True))
    return [
        Reasons(
            films=[
                BecauseFilm.model_validate(facts[film.film] | {"share": round(film.share, 3)})
                for film in one.films
            ],
            traits=[
                BecauseTrait(trait=trait.trait, stars=round(trait.stars, 2)) for trait in one.traits
            ],
        )
        for one in because
    ]
