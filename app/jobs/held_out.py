"""Members who are left out of training, so that the model can be measured with them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.catalogue.catalogue import Catalogue
from app.jobs.stored import Ratings
from models.evaluate import data
from models.evaluate.members import Members, members
from models.evaluate.split import FEWEST_RATINGS, split

MOST, SHARE = 300, 0.05  # of the members, whichever is less
FEWEST = 20  # fewer tell nothing


@dataclass(frozen=True)
class HeldOut:
    """The members whose draw is below `share`, in rows of the catalogue."""

    share: float
    members: Members
    draws: NDArray[np.float64]


def hold_out(ratings: Ratings, catalogue: Catalogue) -> tuple[Ratings, HeldOut | None]:
    """What to learn from, and whom to measure with: None, and all to learn from, if too few.

    A member's draw stays the same from one training to the next, so the model that serves has
    not seen them either.
    """
    share = min(SHARE, MOST / max(len(ratings.draws), 1))
    held = ratings.draws[ratings.members] < share
    known = _in_catalogue(ratings.only(held), catalogue)
    measured = int((np.bincount(known.users) >= FEWEST_RATINGS).sum())
    if measured < FEWEST:
        return ratings, None
    _, profile, target = split(known, measured, seed=0)
    tested = members(profile, target)
    return ratings.only(~held), HeldOut(share, tested, ratings.draws[tested.users])


def _in_catalogue(ratings: Ratings, catalogue: Catalogue) -> data.Ratings:
    rows = catalogue.positions(ratings.movie_ids)
    known = rows >= 0
    half_stars = (2 * ratings.stars[known]).astype(np.uint8)
    return data.Ratings(ratings.members[known], rows[known].astype(np.int32), half_stars)
