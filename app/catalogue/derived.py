"""What is made from a catalogue: once for all threads, and kept as long as the catalogue is."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from app.catalogue.catalogue import Catalogue

T = TypeVar("T")


class Derived(Generic[T]):
    """Decorates what makes it. Who asks while it is being made waits."""

    def __init__(self, make: Callable[[Catalogue], T]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: WeakKeyDictionary[Catalogue, T] = WeakKeyDictionary()

    def __call__(self, catalogue: Catalogue) -> T:
        with self._lock:
            if catalogue not in self._made:
                self._made[catalogue] = self._make(catalogue)
            return self._made[catalogue]
