"""Which films may be recommended: known to the model, not logged, and through the filters."""

import numpy as np
from numpy.typing import NDArray

from app.catalogue.catalogue import Catalogue
from app.filters.query import Filters
from app.filters.selection import Positions, Selection, all_masks, narrow
from app.marks.mask import unmarked
from app.observability.record import phase
from app.recommendations.answer import Report
from app.recommendations.reading import Reading
from app.services import Services
from app.store import film_urls
from app.store.members import Profile
from models.ranking import unseen


@phase("candidates")
def select(
    services: Services,
    filters: Filters,
    reading: Reading,
    report: Report,
    visitor: str | None = None,
) -> Selection:
    """The candidates for one member, as a visitor asks for them. Raises Problem for filters that
    cannot be applied."""
    catalogue, profile = reading.catalogue, reading.profile
    named = all_masks(services, filters, catalogue, profile, report)
    films = every_film(catalogue) if filters.rewatches else _unseen(services, catalogue, profile)
    named += unmarked(services, visitor, catalogue, filters.rewatches)
    return narrow(films[~np.isnan(reading.opinion.scores[films])], named)


def every_film(catalogue: Catalogue) -> Positions:
    return np.arange(len(catalogue.films), dtype=np.intp)


def _unseen(services: Services, catalogue: Catalogue, profile: Profile) -> Positions:
    return unseen(catalogue.identities, logged_rows(services, catalogue, profile))


def logged_rows(services: Services, catalogue: Catalogue, profile: Profile) -> NDArray[np.intp]:
    """The rows of logged films; of one that was never read, other entries may still be here."""
    positions = catalogue.positions(profile.movie_ids)
    unknown = profile.movie_ids[positions < 0].tolist()
    if not unknown:
        return positions
    with services.engine.connect() as connection:
        names = film_urls.names(connection, unknown)
    return np.concatenate([positions, catalogue.entries(names)])
