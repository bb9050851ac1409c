"""What a server has, measured when it is asked for; and all metrics as text."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from app.observability.meters import PREFIX, meters
from app.observability.workers import are_shared
from app.services import Services


def exposition(services: Services) -> bytes:
    """In the text format of Prometheus: of all workers, or of this one where no disk has room."""
    return generate_latest(everything(services))


def everything(services: Services) -> CollectorRegistry:
    registry = CollectorRegistry()
    if are_shared():
        MultiProcessCollector(registry)
    else:
        registry.register(meters().registry)
    registry.register(State(services))
    return registry


class State(Collector):
    """The catalogue in this worker's memory, the models that serve, and who waits for a worker."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterator[Metric]:
        yield from self._catalogue()
        yield self._models()
        yield from self._line()

    def _catalogue(self) -> Iterator[Metric]:
        catalogue = self._services.catalogue.loaded
        films = len(catalogue.films) if catalogue else 0
        yield GaugeMetricFamily(f"{PREFIX}catalogue_films", "Films in memory.", films)
        newest = catalogue and catalogue.newest
        yield GaugeMetricFamily(
            f"{PREFIX}catalogue_newest_timestamp_seconds",
            "When the newest of them was stored; 0 without any.",
            newest.timestamp() if newest else 0,
        )

    def _models(self) -> Metric:
        metric = GaugeMetricFamily(
            f"{PREFIX}model_info",
            "The version of a model that serves.",
            labels=("model", "version"),
        )
        for model, artifacts in (
            ("collaborative", self._services.collaborative),
            ("general", self._services.general),
        ):
            metric.add_metric((model, artifacts.versions.serving() or "none"), 1)
        return metric

    def _line(self) -> Iterator[Metric]:
        """Nothing where Redis does not tell."""
        workers = self._services.workers
        if workers is None or (line := workers.line) is None:
            return
        yield GaugeMetricFamily(f"{PREFIX}queue_tasks", "Tasks that wait for a worker.", line.tasks)
        yield GaugeMetricFamily(
            f"{PREFIX}queue_oldest_seconds", "How long the first has waited.", line.seconds
        )
