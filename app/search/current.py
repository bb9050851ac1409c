"""The index that serves: made when first asked for, and now and then anew."""

from threading import Lock
from time import monotonic

from app.catalogue.holder import CatalogueHolder
from app.search.index import TitleIndex

BEHIND_SECONDS = 300  # a film job changes the catalogue all the time, and an index takes seconds


class CurrentTitles:
    """The titles of the catalogue as it was a few minutes ago at most; no question asks the
    store but the first after that."""

    def __init__(self, catalogue: CatalogueHolder, behind: float = BEHIND_SECONDS) -> None:
        self._holder = catalogue
        self._behind = behind
        self._lock = Lock()
        self._index: TitleIndex | None = None
        self._until = 0.0

    def current(self) -> TitleIndex:
        with self._lock:
            if self._index is None or monotonic() >= self._until:
                self._index = self._of_now(self._index)
                self._until = monotonic() + self._behind
            return self._index

    def _of_now(self, old: TitleIndex | None) -> TitleIndex:
        catalogue = self._holder.current()
        return old if old is not None and old.catalogue is catalogue else TitleIndex(catalogue)
