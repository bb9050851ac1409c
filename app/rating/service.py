"""What the page for rating films shows, and the profile that comes of it."""

from dataclasses import dataclass

import numpy as np

from app.rating.query import Finished, Rated
from app.rating.starters import well_known
from app.recommendations.answer import FilmFacts
from app.search.query import SearchQuery
from app.search.service import facts, search
from app.services import Services
from app.uploads.listed import FilmList
from app.uploads.service import take_list

STARTERS = 12


@dataclass(frozen=True)
class Desk:
    """Films with their stars so far, those found by title, and those to begin with."""

    rated: list[tuple[FilmFacts, float]]
    found: list[FilmFacts]
    starters: list[FilmFacts]


def lay_out(services: Services, asked: Rated) -> Desk:
    """Rated films that the catalogue does not have are left out."""
    index = services.titles.current()
    rows = index.catalogue.positions(np.array(list(asked.stars), np.int64))
    rated = facts(index, rows[rows >= 0])
    return Desk(
        rated=[(film, asked.stars[film.film_id]) for film in rated],
        found=search(services, SearchQuery(q=asked.q)).data if asked.q else [],
        starters=facts(index, well_known(index.catalogue, STARTERS)),
    )


def finish(services: Services, rated: Finished) -> str:
    """The token of the profile. Raises Problem: uploads_unavailable."""
    return take_list(services, FilmList(films=list(rated.film))).profile
