"""How the server's process holds its memory."""

import ctypes
import gc
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec

from threadpoolctl import threadpool_limits

ARENAS, LARGE = 2, 2**18  # arenas of memory; bytes
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # of glibc's malloc.h
UNUSED = ("pandas", "pyarrow")
MALLOC = ctypes.CDLL(None)


class _Unused(MetaPathFinder):
    """Finds nothing, and for UNUSED lets nobody else find it: as if it were not installed."""

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        if fullname in UNUSED:
            raise ModuleNotFoundError(f"a server does without {fullname}", name=fullname)
        return None


def spare() -> None:
    """Called before a server imports what computes.

    Scikit-learn and LightGBM import pandas where there is one, which takes 60 MB, to know its
    tables if they are given any; no request makes one.
    """
    sys.meta_path.insert(0, _Unused())


def settle() -> None:
    """Called when all that requests share is loaded, before workers are forked.

    What is loaded stays, so the garbage collector need not look at it, which would copy it into
    each worker. Glibc alone: left to itself malloc would keep large arrays after use for each of
    the threads, some hundred megabytes. So would BLAS, with a thread for each processor of a host
    of which this process may use half a one; visitors compute in threads of their own anyway.
    """
    threadpool_limits(1, "blas")
    gc.collect()
    gc.freeze()
    if hasattr(MALLOC, "mallopt"):
        MALLOC.mallopt(M_ARENA_MAX, ARENAS)
        MALLOC.mallopt(M_MMAP_THRESHOLD, LARGE)
    give_back()


def give_back() -> None:
    """What malloc keeps of small arrays after heavy work, up to 30 MB; takes milliseconds."""
    if hasattr(MALLOC, "malloc_trim"):
        MALLOC.malloc_trim(0)
