"""Files for the counts of a process, as prometheus_client maps them, with all their bytes on disk.

Left to itself it makes them long without writing them. Where the disk is full by the time such a
byte is first touched, the system ends the process (SIGBUS).
"""

import errno
import os
from pathlib import Path

from prometheus_client.mmap_dict import MmapedDict

BYTES = 2**16  # of a new file
ENTRY_BYTES = 64  # at most, of an entry besides its key


class Reserved:
    """In place of a MmapedDict. What finds no room is counted by the process alone, and told as
    soon as there is some."""

    def __init__(self, filename: str) -> None:
        self._filename = filename
        self._file: MmapedDict | None = None

    def read_value(self, key: str) -> tuple[float, float]:
        """0 of what is not there."""
        file = self._with_room(key)
        found: tuple[float, float] = file.read_value(key) if file else (0.0, 0.0)
        return found

    def write_value(self, key: str, value: float, timestamp: float) -> None:
        if file := self._with_room(key):
            file.write_value(key, value, timestamp)

    def close(self) -> None:
        if self._file:
            self._file.close()

    def _with_room(self, key: str) -> MmapedDict | None:
        try:
            self._file = self._file or _opened(self._filename)
            _extend(self._file, key)
        except OSError:
            return None
        return self._file


def reserve(file: int, size: int) -> None:
    """Make a file opened for appending this long, with zeros. Raises OSError where it cannot be,
    and leaves it as it was."""
    before = os.fstat(file).st_size
    missing = max(0, size - before)
    try:
        if os.write(file, bytes(missing)) < missing:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    except OSError:
        os.ftruncate(file, before)
        raise


def _opened(filename: str) -> MmapedDict:
    """Who reads all files never sees one that is too short."""
    path, begun = Path(filename), Path(filename).with_suffix(".new")
    if not path.exists():
        with begun.open("ab") as file:
            reserve(file.fileno(), BYTES)
        begun.rename(path)
    return MmapedDict(filename)


def _extend(file: MmapedDict, key: str) -> None:
    """It doubles when it must."""
    wanted = file._used + len(key.encode()) + ENTRY_BYTES
    if key not in file._positions and wanted > file._capacity:
        reserve(file._f.fileno(), 2 * file._capacity)
