"""The catalogue that serves: as the store has it now, of which only what changed is read."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import chain
from pathlib import Path
from threading import Lock
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine

from app.catalogue import snapshot
from app.catalogue.catalogue import Catalogue, identities
from app.catalogue.facets import Facets
from app.catalogue.snapshot import Snapshot
from app.catalogue.table import NO_FILMS, FilmTable
from app.store import films
from app.store.engine import glancing
from app.store.failures import DATABASE_ERRORS, reason
from models.features import Matrix, feature_matrix

log = logging.getLogger(__name__)

# A film may be committed a little after its time stamp, so each refresh looks back this far.
OVERLAP = timedelta(minutes=1)
LOOK_SECONDS = 1.0  # not at each request: all would wait for one another's question to the store


class CatalogueHolder:
    """The catalogue as the store has it now; only what changed is read again."""

    def __init__(
        self,
        engine: Engine,
        site_url: str,
        data_dir: Path | None = None,
        every: timedelta = timedelta(0),
    ) -> None:
        """With a `data_dir` it is kept there for the next start. What is written is taken over
        when the clock strikes `every`."""
        self._engine, self._every = engine, every
        # When films were last written, up to that time: kept answers know no later ones.
        self.settled: datetime | None = None
        self._site_url = site_url
        self._data_dir = data_dir
        self._lock = Lock()
        self._look_at = 0.0
        self._catalogue: Catalogue | None = None

    @property
    def loaded(self) -> Catalogue | None:
        """What is in memory now, without asking the store."""
        return self._catalogue

    def current(self) -> Catalogue:
        """As it was when the store last answered; while it is read again, nobody waits."""
        known = self._catalogue
        if known is not None and self._every and self._lock.locked():
            return known
        with self._lock:
            return self._now()

    def look(self) -> None:
        """Somebody waits for what was just written: take it over now."""
        with self._lock:
            self._now(awaited=True)

    def _now(self, *, awaited: bool = False) -> Catalogue:
        try:
            return self._looked(awaited)
        except DATABASE_ERRORS as error:
            if self._catalogue is None:
                raise
            log.warning("the catalogue cannot be brought up to date: %s", reason(error))
            return self._catalogue

    def _looked(self, awaited: bool) -> Catalogue:
        known = self._catalogue
        if known is not None and not awaited and monotonic() < self._look_at:
            return known
        self._look_at = monotonic() + (LOOK_SECONDS if self._every else 0.0)
        with glancing(self._engine).connect() as connection:
            newest, settled = films.newest_and_settled(connection, self._every)
        if known is None or awaited or settled != self.settled:
            self._catalogue = known = self._with(newest)
            self.settled = settled
        return known

    def _with(self, newest: datetime | None) -> Catalogue:
        """The catalogue up to that film."""
        old = self._catalogue
        if old is not None and old.newest == newest:
            return old
        with self._engine.connect() as connection:
            if old is None:
                return self._load(connection, newest)
            return self._in_file(self._refresh(old, connection, newest))

    def _load(self, connection: Connection, newest: datetime | None) -> Catalogue:
        """From the snapshot and what changed since, if that is all the store has; else anew."""
        kept = loaded = self._kept(newest)
        if kept is not None and kept.newest != newest:
            loaded = self._refresh(kept, connection, newest)
        if loaded is None or not _is_whole(loaded.films, connection):
            loaded = self._catalogue_of(*_read(connection), newest)
        return loaded if loaded is kept else self._in_file(loaded)

    def _in_file(self, loaded: Catalogue) -> Catalogue:
        """Kept for the next start; what is in a file need not be in memory."""
        self._keep(loaded)
        kept = self._kept(loaded.newest)  # another process may have kept another meanwhile
        return kept if kept and kept.newest == loaded.newest else loaded

    def _kept(self, newest: datetime | None) -> Catalogue | None:
        """What an earlier process kept, if the store can have come after it."""
        kept = snapshot.load(self._data_dir, self._store) if self._data_dir else None
        if kept is None or newest is None or kept.newest > newest:
            return None
        return self._catalogue_of(*kept)

    def _keep(self, loaded: Catalogue) -> None:
        if self._data_dir and loaded.newest:
            kept = Snapshot(loaded.films, loaded.features, loaded.newest)
            snapshot.save(self._data_dir, self._store, kept)

    def _refresh(
        self, old: Catalogue, connection: Connection, newest: datetime | None
    ) -> Catalogue:
        since = None if old.newest is None else old.newest - OVERLAP
        changed, features = _read(connection, since)
        table = FilmTable.joined([old.films, changed])
        gone = np.array([*changed.ids.values, *films.retired(connection, since)], np.int64)
        rows = _in_order(old.films.ids.values, gone, changed.ids.values)
        return self._catalogue_of(
            table.taken(rows), np.vstack([old.features, features])[rows], newest
        )

    def _catalogue_of(
        self, table: FilmTable, features: Matrix, newest: datetime | None
    ) -> Catalogue:
        return Catalogue(
            films=table,
            features=features,
            identities=identities(table.texts["title"], table.numbers["release_year"]),
            newest=newest,
            site_url=self._site_url,
            facets=Facets(table, self._names),
        )

    @property
    def _store(self) -> str:
        """Another database has other films; what it is called holds its password."""
        return sha256(str(self._engine.url).encode()).hexdigest()

    def _names(self, column: str) -> Iterator[tuple[int, list[str]]]:
        with self._engine.connect() as connection:
            yield from films.names(connection, column)


def _read(connection: Connection, since: datetime | None = None) -> tuple[FilmTable, Matrix]:
    """The films that were written after `since`, and their features."""
    parts = [
        (FilmTable.of(columns), feature_matrix(columns))
        for columns in chain([NO_FILMS], films.catalogue_columns(connection, since))
    ]
    tables, features = zip(*parts, strict=True)
    return FilmTable.joined(tables), np.vstack(features)


def _in_order(
    old: NDArray[np.int64], gone: NDArray[np.int64], changed: NDArray[np.int64]
) -> NDArray[np.intp]:
    """The rows of the films in a table of `old` and `changed` ones, by their ids as after a start:
    what is alike must not stand in another order on another server."""
    there = np.concatenate([~np.isin(old, gone), np.full(len(changed), True)])
    rows: NDArray[np.intp] = np.flatnonzero(there)
    return rows[np.argsort(np.concatenate([old, changed])[rows])]


def _is_whole(table: FilmTable, connection: Connection) -> bool:
    """Whether these are the films of the store; a backup of it may have been restored."""
    ids = table.ids.values
    return films.fingerprint(connection) == [len(ids), int(ids.sum())]
