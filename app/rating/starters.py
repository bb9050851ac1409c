"""Films to begin with: well known, and not all of one kind."""

from collections import Counter
from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

from app.catalogue.catalogue import Catalogue
from app.filters.query import DECADE

MOST_KNOWN = 300  # looked through
EACH = {"genre": 2, "decade": 2, "director": 1}


def well_known(catalogue: Catalogue, count: int) -> NDArray[np.intp]:
    """The rows of at most `count` of the films with most ratings, few of each EACH."""
    counts = np.nan_to_num(catalogue.films.numbers["letterboxd_rating_count"])
    known = np.argsort(-counts, kind="stable")[:MOST_KNOWN]
    shown: Counter[Hashable] = Counter()
    chosen: list[int] = []
    for row, film in zip(known.tolist(), catalogue.facts(known), strict=True):
        kinds = {
            "genre": next(iter(film["genres"]), None),
            "decade": film["release_year"] and film["release_year"] // DECADE,
            "director": next(iter(film["directors"]), None),
        }
        if all(shown[kind] < EACH[kind[0]] for kind in kinds.items()):
            shown.update(kinds.items())
            chosen.append(row)
    return np.array(chosen[:count], np.intp)
