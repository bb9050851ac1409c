"""How the figures of all members are distributed, as they were last counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, insert, select

from app.store.schema import distributions


@dataclass(frozen=True)
class Distribution:
    """Of a figure that `members` have: `quantiles` ascend, and are all there is of few members."""

    members: int
    quantiles: NDArray[np.float64]


@dataclass(frozen=True)
class Counted:
    """All distributions by figure, as of one moment."""

    at: datetime
    by_figure: Mapping[str, Distribution]


def replace(connection: Connection, by_figure: Mapping[str, Distribution]) -> None:
    """Keep these instead of what was counted before."""
    rows = [
        {"figure": figure, "members": it.members, "quantiles": it.quantiles.tolist()}
        for figure, it in by_figure.items()
    ]
    connection.execute(delete(distributions))
    connection.execute(insert(distributions).values(counted_at=func.now()), rows)


def load(connection: Connection, after: datetime | None = None) -> Counted | None:
    """What was counted, if that was after `after`; None too if it never was."""
    query = select(distributions)
    if after is not None:
        query = query.where(distributions.c.counted_at > after)
    rows = connection.execute(query).all()
    if not rows:
        return None
    by_figure = {
        row.figure: Distribution(row.members, np.array(row.quantiles, np.float64)) for row in rows
    }
    return Counted(rows[0].counted_at, by_figure)
