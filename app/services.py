"""What a process needs once: settings, database, catalogue and the Letterboxd client."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Generic, TypeVar

from sqlalchemy import Engine

from app.artifacts import Artifacts
from app.cache import Cache, open_cache
from app.catalogue import CatalogueHolder
from app.config import Settings
from app.gate import Gate
from app.metrics.usage import Usage
from app.search.current import CurrentTitles
from app.store.engine import connect
from models.collaborative import CollaborativeModel
from models.general import GeneralModel
from scrapers.http import Client, ClientConfig

T = TypeVar("T")

UPLOADS_AT_ONCE = 2  # unpacking takes memory
FEEDS_AT_ONCE = 2  # besides those who have a place in the gate


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
    uploads: Gate = field(default_factory=lambda: Gate(UPLOADS_AT_ONCE))
    feeds: Gate = field(default_factory=lambda: Gate(FEEDS_AT_ONCE))

    @Once
    def engine(self) -> Engine:
        return connect(self.settings)

    @Once
    def cache(self) -> Cache:
        return open_cache(self.settings)

    @Once
    def catalogue(self) -> CatalogueHolder:
        return CatalogueHolder(self.engine, self.settings.letterboxd_url)

    @Once
    def titles(self) -> CurrentTitles:
        return CurrentTitles(self.catalogue)

    @Once
    def collaborative(self) -> Artifacts[CollaborativeModel]:
        return Artifacts(self.settings.data_dir, "collaborative", CollaborativeModel.from_arrays)

    @Once
    def general(self) -> Artifacts[GeneralModel]:
        return Artifacts(self.settings.data_dir, "general", GeneralModel.from_arrays)

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
            )
        )

    def warm_up(self) -> None:
        """Load what all requests share; called before a server forks its workers."""
        self.catalogue.current()
        self.collaborative.current()
        self.general.current()
        self.engine.dispose()  # a connection must not be shared across a fork
