"""How long work takes."""

import time
from collections.abc import Mapping
from typing import NamedTuple, Self

from threadpoolctl import threadpool_limits

from tests.benchmarks.bench import Bench
from tests.benchmarks.subjects import Subject, Work


class Cost(NamedTuple):
    """Seconds: of the processor, and of the clock, which other work on the machine makes longer."""

    computed: float
    passed: float

    @classmethod
    def of(cls, work: Work) -> Self:
        began = time.process_time(), time.perf_counter()
        work()
        return cls(time.process_time() - began[0], time.perf_counter() - began[1])


def costs(subjects: Mapping[str, Subject], bench: Bench, rounds: int) -> dict[str, Cost]:
    """The least of some rounds, on one thread. Each round has all subjects, so that none of them
    has the machine's good moments to itself."""
    measured: dict[str, list[Cost]] = {name: [] for name in subjects}
    with threadpool_limits(1):
        for _ in range(rounds):
            for name, subject in subjects.items():
                measured[name].append(Cost.of(subject(bench)))
    return {name: Cost(*map(min, zip(*of, strict=True))) for name, of in measured.items()}
