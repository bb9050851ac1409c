"""What a process needs once: settings, database, catalogue and the Letterboxd client."""

from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Engine

from app.catalogue import CatalogueHolder
from app.config import Settings
from app.gate import Gate
from app.store.engine import connect
from scrapers.http import Client, ClientConfig


@dataclass(frozen=True)
class Services:
    """Made when first used, so that a command starts only what it needs."""

    settings: Settings
    gate: Gate = field(default_factory=Gate)

    @cached_property
    def engine(self) -> Engine:
        return connect(self.settings)

    @cached_property
    def catalogue(self) -> CatalogueHolder:
        return CatalogueHolder(self.engine, self.settings.letterboxd_url)

    @cached_property
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
        self.engine.dispose()  # a connection must not be shared across a fork
