"""The catalogue as a file of arrays: a start then asks the database only for what changed since.

DATA_DIR/catalogue.npz cannot run code; catalogue.json vouches for it, and says of which database
and layout it is. Whatever does not fit is not used.
"""

import hashlib
import json
import logging
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

import numpy as np

from app.catalogue.ids import FilmIds
from app.catalogue.table import LISTED, NUMBERS, SINGLE, TEXTS, FilmTable
from app.catalogue.texts import Texts
from app.mapped import mapped
from models.artifacts import Arrays
from models.categories import Categories
from models.features import COLUMNS, Matrix

ARRAYS, MANIFEST = "catalogue.npz", "catalogue.json"
FORMAT = 1
UNFIT = (
    *(OSError, EOFError, BadZipFile, RecursionError),
    *(ValueError, KeyError, TypeError, AttributeError),
)

log = logging.getLogger(__name__)


class Snapshot(NamedTuple):
    """The films, their features, and when the last of them was written."""

    films: FilmTable
    features: Matrix
    newest: datetime


def save(folder: Path, store: str, snapshot: Snapshot) -> None:
    """Keep the catalogue of the database called `store`; without it a start takes longer."""
    draft = folder / f"{ARRAYS}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            np.savez(file, allow_pickle=False, **_arrays(snapshot))
        manifest = _promise(store, draft) | {"newest": snapshot.newest.isoformat()}
        draft.replace(folder / ARRAYS)
        (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    except OSError as error:
        log.warning("the catalogue cannot be kept in %s: %s", folder, error.strerror)
        with suppress(OSError):
            draft.unlink()


def load(folder: Path, store: str) -> Snapshot | None:
    """What was saved of this database, its checksum verified; None if there is nothing."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        newest = datetime.fromisoformat(manifest.pop("newest"))
        if manifest != _promise(store, folder / ARRAYS):
            return None
        with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
            return _snapshot(mapped(dict(arrays), folder), newest)
    except UNFIT:
        return None


def _promise(store: str, arrays: Path) -> dict[str, Any]:
    with arrays.open("rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
    return {"format": FORMAT, "columns": list(COLUMNS), "store": store, "sha256": checksum}


def _arrays(snapshot: Snapshot) -> Arrays:
    films = snapshot.films
    arrays: Arrays = {"ids": films.ids.values, "features": snapshot.features, **films.numbers}
    for name, texts in films.texts.items():
        arrays |= _of_texts(name, texts)
    for name, listed in films.names.items():
        arrays |= _of_texts(f"{name}_names", Texts.of(listed.names))
        arrays |= {f"{name}_codes": listed.codes, f"{name}_offsets": listed.offsets}
    return arrays


def _of_texts(name: str, texts: Texts) -> Arrays:
    return {f"{name}_letters": texts.letters, f"{name}_ends": texts.offsets}


def _snapshot(arrays: Arrays, newest: datetime) -> Snapshot:
    def texts(name: str) -> Texts:
        return Texts(arrays[f"{name}_letters"], arrays[f"{name}_ends"])

    def names(name: str) -> Categories:
        listed = list(texts(f"{name}_names"))
        return Categories(listed, arrays[f"{name}_codes"], arrays[f"{name}_offsets"])

    films = FilmTable(
        FilmIds(arrays["ids"]),
        {name: texts(name) for name in TEXTS},
        {name: arrays[name] for name in NUMBERS},
        {name: names(name) for name in (*LISTED, *SINGLE)},
    )
    return Snapshot(films, arrays["features"], newest)
