"""A store and trained models of full size, in a folder that may be kept for the next run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from app.config import Settings
from app.services import Services
from app.store.engine import start_embedded
from tests.benchmarks.budget.filling import fill
from tests.benchmarks.serving.artifacts import publish

MEMBERS, RATINGS = 1_000, 10_000  # those of the store; no figure depends on them


@contextmanager
def full_services(folder: Path, films: int) -> Iterator[Services]:
    """Services on an embedded Postgres, which is filled unless it is, until the context ends."""
    postgres = start_embedded(folder, stop_at_exit=False)
    try:
        url = SecretStr(postgres.get_uri())
        services = Services(Settings(database_url=url, data_dir=folder))
        _prepare(services, films)
        yield services
        services.engine.dispose()
    finally:
        postgres.stop()


def _prepare(services: Services, films: int) -> None:
    if not len(services.catalogue.current().films):
        fill(services.engine, films, MEMBERS, RATINGS, dated=0.5)
    if services.collaborative.versions.serving() is None:
        publish(services)
    services.warm_up()
