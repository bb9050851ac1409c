"""The statistics job: every member's figures counted, for visitors to be compared with."""

from dataclasses import dataclass

import numpy as np

from app.doctor.connecting import fault
from app.jobs.alone import FAILURES, Alone, BusyError
from app.services import Services
from app.store import distributions
from app.store.distributions import Distribution
from app.store.figures import FIGURES, member_figures
from models.statistics.quantiles import quantiles
from models.statistics.watched import Figures


class NotCountedError(Exception):
    """What was counted before still serves."""


@dataclass(frozen=True)
class Standings:
    """Members who were counted, and how many of them have each figure."""

    members: int
    known: dict[str, int]


def refresh_standings(services: Services, least_films: int = 1) -> Standings:
    """Count everybody with so many films, and keep how their figures are distributed. Raises
    NotCountedError."""
    try:
        with Alone(services.engine, "statistics refresh") as alone:
            return _refresh(services, alone, least_films)
    except BusyError as error:
        raise NotCountedError(str(error)) from error
    except FAILURES as error:
        raise NotCountedError(f"the database failed: {fault(error).says}") from error


def _refresh(services: Services, alone: Alone, least_films: int) -> Standings:
    with services.engine.connect() as connection:
        figures = member_figures(connection, least_films)
    counted = {name: _distribution(column) for name, column in zip(FIGURES, figures.T, strict=True)}
    alone.confirm()
    with services.engine.begin() as connection:
        distributions.replace(connection, counted)
    return Standings(len(figures), {name: it.members for name, it in counted.items()})


def _distribution(values: Figures) -> Distribution:
    return Distribution(int(np.count_nonzero(~np.isnan(values))), quantiles(values))
