"""What Prometheus is told; docs/observability.md describes each metric."""

import os
from functools import cache

import psutil
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

PREFIX = "projectionist_"
# Seconds. A cached answer takes milliseconds, reading a large profile minutes.
BUCKETS = (0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Meters:
    """Made once in a process. Labels take only values that the code knows."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = self._counter(
            "requests", "Requests that were answered.", "method", "route", "status"
        )
        self.seconds = self._histogram(
            "request_seconds", "How long they took, streams to their end.", "method", "route"
        )
        self.phases = self._histogram(
            "phase_seconds", "How long each part of a request took.", "phase"
        )
        self.problems = self._counter(
            "problems", "Requests that were refused or failed, by code.", "code"
        )
        self.places = Gauge(
            f"{PREFIX}gate_places_taken",
            "Visitors at a gate, waiting or being read.",
            ["gate"],
            registry=self.registry,
            multiprocess_mode="livesum",
        )
        self.waits = self._histogram(
            "gate_wait_seconds", "How long a visitor waited for another one.", "gate"
        )
        self.turned_away = self._counter(
            "gate_turned_away", "Visitors for whom a gate had no place.", "gate"
        )
        self.kept = self._counter(
            "cache_reads", "Whether the cache had what was looked for.", "kind", "outcome"
        )
        self.letterboxd = self._counter(
            "letterboxd_requests", "Requests to Letterboxd.", "page", "outcome"
        )
        self.memory = Gauge(
            f"{PREFIX}process_memory_bytes",
            "Memory of a process, with what it shares with the others.",
            registry=self.registry,
            multiprocess_mode="liveall",
        )

    def measure_memory(self) -> None:
        self.memory.set(psutil.Process(os.getpid()).memory_info().rss)

    def _counter(self, name: str, help_: str, *labels: str) -> Counter:
        return Counter(PREFIX + name, help_, labels, registry=self.registry)

    def _histogram(self, name: str, help_: str, *labels: str) -> Histogram:
        return Histogram(PREFIX + name, help_, labels, registry=self.registry, buckets=BUCKETS)


@cache
def meters() -> Meters:
    """First called when the app is made: gunicorn has told by then how they are kept."""
    return Meters()
