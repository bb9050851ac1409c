"""One entry for each film of the catalogue: nobody is compared by the same film twice."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.catalogue.catalogue import Catalogue
from app.filters.masks import Mask
from app.filters.selection import Positions
from app.store.members import Profile
from models.interface import History


@dataclass(frozen=True, eq=False)
class Entries:
    """`rows` (films,) of the catalogue: of each film the entry that most people rated. A film's
    place among them is its identity."""

    catalogue: Catalogue
    rows: Positions

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Entries":
        counts = np.nan_to_num(catalogue.films.numbers["letterboxd_rating_count"], nan=-1)
        order = np.argsort(-counts, kind="stable")
        _, first = np.unique(catalogue.identities[order], return_index=True)
        return cls(catalogue, order[first])

    def history(self, profile: Profile, seen: Mask) -> History:
        """What a member logged, `seen` (catalogue,), with the stars of what they rated; hearts
        play no part in comparisons."""
        stars = np.full(len(self.rows), np.nan)
        rows = self.catalogue.positions(profile.movie_ids)
        rated = (rows >= 0) & profile.rated
        stars[self.catalogue.identities[rows[rated]]] = profile.stars[rated]
        films = np.unique(self.catalogue.identities[seen]).astype(np.intp)
        return History(films, stars[films], np.zeros(len(films), np.bool_))

    def column(self, name: str) -> NDArray[np.float64]:
        """A number of each film, NaN where it is not known."""
        return self.catalogue.films.numbers[name][self.rows]
