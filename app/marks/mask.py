"""The filter that leaves out what a visitor marked."""

from collections.abc import Iterator

import numpy as np

from app.catalogue.catalogue import Catalogue
from app.filters.masks import Mask
from app.filters.selection import among
from app.marks.service import stored_marks
from app.services import Services


def unmarked(
    services: Services, visitor: str | None, catalogue: Catalogue, seen_may_be_in: bool
) -> Iterator[tuple[str, Mask]]:
    """Films that are not marked, if any is; where seen films may be in, so may those marked so."""
    left_out = [
        mark.movie_id
        for mark in stored_marks(services, visitor)
        if mark.kind == "not_interested" or not seen_may_be_in
    ]
    if left_out:
        yield "marks", ~among(catalogue, catalogue.positions(np.array(left_out, np.int64)))
