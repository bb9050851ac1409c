"""What was measured, for people and for programs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.benchmarks.clock import Cost
from tests.benchmarks.subjects import GOALS, NO_ANSWERS, REFERENCE


@dataclass(frozen=True)
class Results:
    """`server` has figures with their unit in their name."""

    films: int
    ratings: int
    costs: Mapping[str, Cost]
    server: Mapping[str, float]

    @property
    def ratios(self) -> dict[str, float]:
        """How many times faster than the plain way each answer is, by time of the processor."""
        plain = self.costs[REFERENCE].computed
        answers = (name for name in self.costs if name not in NO_ANSWERS)
        return {name: plain / self.costs[name].computed for name in answers}

    def lines(self) -> Iterator[str]:
        yield f"{self.films} films, {self.ratings} ratings, one thread"
        yield f"\n{'times faster than the plain way':<34} {'ratio':>8} {'goal':>6}"
        for name, ratio in self.ratios.items():
            yield f"{name:<34} {ratio:8.1f} {GOALS.get(name, ''):>6}"
        yield f"\n{'milliseconds':<34} {'computed':>8} {'passed':>8}"
        for name, cost in self.costs.items():
            yield f"{name:<34} {cost.computed * 1000:8.1f} {cost.passed * 1000:8.1f}"
        yield "\na server"
        for name, figure in self.server.items():
            yield f"{name:<34} {figure:8.2f}"

    def as_json(self) -> dict[str, object]:
        return {
            "films": self.films,
            "ratings": self.ratings,
            "ratios": self.ratios,
            "seconds": {name: cost._asdict() for name, cost in self.costs.items()},
            "server": dict(self.server),
        }
