"""What a process needs once: settings, database, catalogue and the Letterboxd client."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import RLock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from flask import current_app
from sqlalchemy import Engine

from app.answers.flights import Flights
from app.artifacts import Artifacts, M
from app.bucket.artifacts import open_artifacts
from app.cache import Cache, open_cache
from app.catalogue.holder import CatalogueHolder
from app.cold import ColdWork
from app.config import Settings
from app.gate import Gate
from app.limits.reading import Reading
from app.memo import Memo
from app.metrics.usage import Usage
from app.observability.cached import CountedCache
from app.observability.traffic import count_request
from app.pressure import Pressure
from app.search.current import CurrentTitles
from app.statistics.current import CurrentDistributions
from app.store.engine import connect
from app.work.line import Line
from app.work.workers import Workers
from models.artifacts import Arrays
from models.collaborative import CollaborativeModel
from models.general import GeneralModel
from scrapers.http import Client, ClientConfig

if TYPE_CHECKING:
    from app.recommendations.opinions import Opinion

T = TypeVar("T")

UPLOADS_AT_ONCE = 2  # unpacking takes memory
OPINIONS_BYTES = 12 * 2**20  # two of the default model, with 100,000 films
TURNS_OF_A_GROUP = 8  # one before it in line takes as many
FEEDS_AT_ONCE = 2  # besides those who have a place in the gate
FEED_SECONDS = 60.0


class Once(Generic[T]):
    """An attribute made when first asked for, by one thread; the others wait for it.

    functools.cached_property lets several threads make several since Python 3.12.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._lock = RLock()

    def __set_name__(self, owner: type[object], name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type[object]) -> T:
        with self._lock:
            if self._name not in instance.__dict__:
                instance.__dict__[self._name] = self._make(instance)
            made: T = instance.__dict__[self._name]
            return made


@dataclass(frozen=True)
class Services:
    """Made when first used, so that a command starts only what it needs."""

    settings: Settings
    gate: Gate = field(default_factory=Gate)
    uploads: Gate = field(default_factory=lambda: Gate(UPLOADS_AT_ONCE, "uploads"))
    feeds: Gate = field(default_factory=lambda: Gate(FEEDS_AT_ONCE, "feeds", FEED_SECONDS))
    opinions: "Memo[Opinion]" = field(default_factory=lambda: Memo(OPINIONS_BYTES))

    @Once
    def engine(self) -> Engine:
        return connect(self.settings)

    @Once
    def cache(self) -> Cache:
        return CountedCache(open_cache(self.settings))

    @Once
    def flights(self) -> Flights:
        return Flights(self.cache)

    @Once
    def cold(self) -> ColdWork:
        chosen = self.settings
        return ColdWork(
            chosen.cold_at_once, chosen.cold_waiting, chosen.cold_seconds, self.pressure
        )

    @Once
    def groups(self) -> ColdWork:
        """Who waits to compute for several members, each of which takes a turn: so few groups
        hold what models say of all of theirs."""
        chosen = self.settings
        seconds = TURNS_OF_A_GROUP * chosen.cold_seconds
        return ColdWork(chosen.cold_at_once, chosen.cold_waiting, seconds, self.pressure)

    @Once
    def pressure(self) -> Pressure:
        return Pressure(self.settings.memory_limit_mb)

    @Once
    def workers(self) -> Workers | None:
        """None where new answers are computed in this process."""
        settings = self.settings
        if settings.cold_work == "here" or settings.redis_url is None:
            return None
        line = Line(settings.redis_url.get_secret_value(), settings.cold_seconds)
        return Workers(line, self.cache)

    @Once
    def catalogue(self) -> CatalogueHolder:
        own = self.settings
        every = timedelta(minutes=own.catalogue_minutes)
        return CatalogueHolder(self.engine, own.letterboxd_url, own.data_dir, every)

    @Once
    def titles(self) -> CurrentTitles:
        return CurrentTitles(self.catalogue)

    @Once
    def distributions(self) -> CurrentDistributions:
        return CurrentDistributions(self.engine)

    @Once
    def collaborative(self) -> Artifacts[CollaborativeModel]:
        return self._artifacts("collaborative", CollaborativeModel.from_arrays)

    @Once
    def general(self) -> Artifacts[GeneralModel]:
        return self._artifacts("general", GeneralModel.from_arrays)

    @Once
    def reading(self) -> Reading:
        return Reading(self.settings)

    @Once
    def usage(self) -> Usage:
        return Usage(lambda: self.engine)

    @Once
    def letterboxd(self) -> Client:
        return Client(
            ClientConfig(
                base_url=self.settings.letterboxd_url,
                permitted=self.settings.letterboxd_scraping == "permitted",
                contact=self.settings.letterboxd_contact,
                rate=self.settings.letterboxd_rate,
                concurrency=self.settings.letterboxd_concurrency,
                timeout=self.settings.letterboxd_timeout,
                retries=self.settings.letterboxd_retries,
                backoff=self.settings.letterboxd_backoff,
            ),
            count_request,
        )

    def _artifacts(self, name: str, rebuild: Callable[[Arrays], M]) -> Artifacts[M]:
        return open_artifacts(self.settings, name, rebuild, lambda: self.engine)

    def warm_up(self) -> None:
        """Load what all requests share; called before a server forks its workers."""
        self.catalogue.current()
        self.collaborative.prepare()
        self.general.prepare()
        _ = self.pressure  # which measures this process and those forked from it
        self.engine.dispose()  # a connection must not be shared across a fork


def current_services() -> Services:
    """Those of the application that answers a request, or runs a command."""
    services: Services = current_app.extensions["projectionist"]
    return services
