"""Large arrays in files without a name, of which the system keeps in memory what is used."""

import logging
import mmap
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import Any
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray

from models.artifacts import Arrays

LEAST_BYTES = 2**20  # a smaller one is not worth a file

log = logging.getLogger(__name__)
_lock = Lock()
_maps: WeakSet[mmap.mmap] = WeakSet()


def mapped(arrays: Arrays, folder: Path) -> Arrays:
    """The same arrays, the large ones read-only in `folder`, where nobody sees them and they go
    with the last process that has them. What finds no room there stays in memory."""
    return {
        name: array if array.nbytes < LEAST_BYTES else _mapped(array, folder)
        for name, array in arrays.items()
    }


def _mapped(array: NDArray[Any], folder: Path) -> NDArray[Any]:
    by_columns = array.flags.fnc  # to be kept: sums in another order are not quite the same
    try:
        with TemporaryFile(dir=folder) as file:
            array.ravel(order="K").tofile(file)
            kept = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        log.warning("an array cannot be kept in %s: %s", folder, error.strerror)
        return array
    with _lock:
        _maps.add(kept)
    return np.ndarray(array.shape, array.dtype, kept, order="F" if by_columns else "C")


def let_go() -> None:
    """The process does not hold what is mapped; the next who needs some of it finds it where the
    system keeps files, in memory while there is room."""
    if hasattr(mmap, "MADV_DONTNEED"):
        with _lock:
            for kept in _maps:
                kept.madvise(mmap.MADV_DONTNEED)
