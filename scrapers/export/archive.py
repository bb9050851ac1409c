"""Opens an export's ZIP, which may be anything at all; nothing is ever written to disk."""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from scrapers.errors import ExportError

MEBIBYTE = 2**20
MAX_ARCHIVE = 32 * MEBIBYTE
MAX_FILE = 32 * MEBIBYTE
MAX_TOTAL = 64 * MEBIBYTE
MAX_RATIO = 100  # unpacked to packed; of an export's files it is 3 to 20
ALWAYS_ALLOWED = MEBIBYTE  # so little is no bomb, whatever the ratio
MAX_ENTRIES = 10_000

ENTRY_SIGNATURE = b"PK\x01\x02"
ENCRYPTED = 0x1
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
UNSAFE_PATH = re.compile(r"(^|/)\.\.(/|$)|^/|^[A-Za-z]:")
FILMS = re.compile(
    r"(watched|ratings|diary|reviews|watchlist|likes/films|lists/[^/]+)\.csv", re.IGNORECASE
)
PROFILE = "profile.csv"
NOT_FOLDERS = {"deleted", "orphaned"}  # they hold files of the same names, but no present films


def unpack(data: bytes) -> dict[str, bytes]:
    """The files about films, and the profile, by name as in a fresh export; raises ExportError."""
    if len(data) > MAX_ARCHIVE:
        raise ExportError("too_large")
    if data.count(ENTRY_SIGNATURE) > MAX_ENTRIES:  # before all of them are parsed
        raise ExportError("too_many_files")
    with _damage("The ZIP"):
        if not zipfile.is_zipfile(io.BytesIO(data)):
            raise ExportError("not_zip")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read_all(archive, _wanted(archive.infolist()), packed=len(data))


@contextmanager
def _damage(file: str) -> Iterator[None]:
    """Whatever `zipfile` raises for a malformed archive is an ExportError."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OverflowError,
        RuntimeError,
        ValueError,
    ) as error:
        raise ExportError("damaged", file) from error


def _wanted(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    named = {_path(entry): entry for entry in entries}
    folders = {found for path in named if (found := _folder(path)) is not None}
    if not folders:
        raise ExportError("no_films")
    if len(folders) > 1 and "" not in folders:
        raise ExportError("several_exports")
    folder = "" if "" in folders else folders.pop()
    inside = {
        path.removeprefix(folder): entry for path, entry in named.items() if path.startswith(folder)
    }
    return {p.lower(): e for p, e in inside.items() if FILMS.fullmatch(p) or p.lower() == PROFILE}


def _path(entry: zipfile.ZipInfo) -> str:
    """The entry's path with slashes only, if it is a plain entry."""
    path = entry.filename.replace("\\", "/")
    if UNSAFE_PATH.search(path) or stat.S_ISLNK(entry.external_attr >> 16):
        raise ExportError("unsafe")
    if entry.flag_bits & ENCRYPTED:
        raise ExportError("encrypted")
    return path


def _folder(path: str) -> str | None:
    """The folder of the export that `path` is part of: "" or, if packed anew, its first part."""
    if FILMS.fullmatch(path):
        return ""
    first, _, rest = path.partition("/")
    return f"{first}/" if FILMS.fullmatch(rest) and first.lower() not in NOT_FOLDERS else None


def _read_all(
    archive: zipfile.ZipFile, wanted: dict[str, zipfile.ZipInfo], packed: int
) -> dict[str, bytes]:
    allowed = max(MAX_RATIO * packed, ALWAYS_ALLOWED)
    files: dict[str, bytes] = {}
    total = 0
    for name, entry in wanted.items():
        files[name] = _read(archive, entry, name, min(allowed, MAX_FILE))
        total += len(files[name])
        if total > allowed:
            raise ExportError("bomb")
        if total > MAX_TOTAL:
            raise ExportError("too_large")
        if len(files[name]) > MAX_FILE:
            raise ExportError("too_large", name)
    return files


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limit: int) -> bytes:
    """At most one byte more than `limit`, whatever size the entry claims to have."""
    if entry.compress_type not in METHODS:
        raise ExportError("damaged", name)
    with _damage(name), archive.open(entry) as stream:
        return stream.read(limit + 1)
