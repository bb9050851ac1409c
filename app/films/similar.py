"""Films like a film: by everybody's ratings where these are known, else by features."""

import numpy as np

from app.catalogue.catalogue import Catalogue
from app.films.answer import SimilarBy, SimilarFilm
from app.recommendations.answer import FilmFacts
from app.services import Services
from models.interface import Scores
from models.ranking import best
from models.similar import by_features, by_ratings


def similar_films(
    services: Services, catalogue: Catalogue, row: int, limit: int
) -> tuple[SimilarBy, list[SimilarFilm]]:
    """By what they were found, and at most `limit` other films, the most alike first."""
    by, alike = _alike(services, catalogue, row)
    alike[catalogue.identities == catalogue.identities[row]] = 0
    found = best([alike], catalogue.identities, limit)
    found = found[alike[found] > 0]
    return by, [
        SimilarFilm(film=FilmFacts.model_validate(film), similarity=round(float(alike[place]), 3))
        for place, film in zip(found, catalogue.facts(found), strict=True)
    ]


def _alike(services: Services, catalogue: Catalogue, row: int) -> tuple[SimilarBy, Scores]:
    """Shape (films,), rows of the catalogue."""
    trained = services.collaborative.current()
    if trained is not None:
        rows = trained.movie_ids.places(catalogue.films.ids.values)
        alike = by_ratings(trained.model.items, rows[row]) if rows[row] >= 0 else np.zeros(0)
        if alike.any():
            return "ratings", np.where(rows >= 0, alike[rows], 0.0)
    return "features", by_features(catalogue.features, row)
