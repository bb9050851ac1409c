"""Films that were read, into the store, a batch at a time: what is stopped half-way is kept."""

from collections.abc import Iterable, Iterator
from itertools import islice

from tqdm import tqdm

from app.services import Services
from app.store import imported
from app.store.imported import Imported, Source
from scrapers.records import Film

BATCH = 500


def keep(services: Services, source: Source, films: Iterable[Film], size: int = BATCH) -> Imported:
    """Store films, each with the id that `app.imports.identity` gives it, so many at a time."""
    total = Imported()
    for batch in _batches(tqdm(films, desc=f"{source} films", unit="film", disable=None), size):
        with services.engine.begin() as connection:
            done = imported.store(connection, source, batch)
        total.ids |= done.ids
        total.added += done.added
        total.changed += done.changed
    return total


def _batches(films: Iterable[Film], size: int) -> Iterator[list[Film]]:
    left = iter(films)
    while batch := list(islice(left, size)):
        yield batch
