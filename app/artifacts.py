"""Trained models on disk: DATA_DIR/models/NAME/VERSION, and a file that says which one serves."""

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Generic, Protocol, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.artifacts import Arrays, ArtifactError, Manifest, load, save

log = logging.getLogger(__name__)

CURRENT = "current"
KEPT_VERSIONS = 3


class Storable(Protocol):
    """A model that is made of arrays."""

    def arrays(self) -> Arrays: ...


M = TypeVar("M", bound=Storable)


@dataclass(frozen=True, eq=False)
class Trained(Generic[M]):
    """A model, and the film behind each of its rows."""

    manifest: Manifest
    model: M
    movie_ids: pd.Index


class Artifacts(Generic[M]):
    """The model called `name` that serves now; a newly published one is picked up at the next
    request. `rebuild` makes the model from its arrays."""

    def __init__(self, data_dir: Path, name: str, rebuild: Callable[[Arrays], M]) -> None:
        self._directory = data_dir / "models" / name
        self._name = name
        self._rebuild = rebuild
        self._lock = Lock()
        self._version = ""
        self._trained: Trained[M] | None = None

    def current(self) -> Trained[M] | None:
        """The published model; None before the first training.

        One that cannot be loaded is logged, and the one before it goes on serving.
        """
        pointer = self._directory / CURRENT
        if not pointer.is_file():
            return None
        version = pointer.read_text(encoding="utf-8")
        with self._lock:
            if version != self._version:
                self._version = version  # tried once, whether it can be loaded or not
                try:
                    self._trained = self._load(version)
                except ArtifactError:
                    log.exception("the published model %s cannot be loaded", self._name)
            return self._trained

    def publish(
        self, model: M, movie_ids: NDArray[np.int64], members: int, ratings: int
    ) -> Manifest:
        """Save a model under a new version, then let it serve; the oldest versions go."""
        now = datetime.now(UTC)
        manifest = Manifest(self._name, now.isoformat(), members, len(movie_ids), ratings)
        version = now.strftime("%Y%m%dT%H%M%S%f")
        arrays = model.arrays() | {"movie_ids": movie_ids}
        manifest = save(self._directory / version, manifest, arrays)
        draft = self._directory / f"{CURRENT}.new"
        draft.write_text(version, encoding="utf-8")
        draft.replace(self._directory / CURRENT)  # at once: a reader sees the old or the new one
        self._remove_old(serving=version)
        return manifest

    def _load(self, version: str) -> Trained[M]:
        manifest, arrays = load(self._directory / version, self._name)
        try:
            model, movie_ids = self._rebuild(arrays), arrays["movie_ids"]
        except (KeyError, ValueError, TypeError, IndexError) as error:
            raise ArtifactError(f"version {version} has another layout than this code") from error
        return Trained(manifest, model, pd.Index(movie_ids, dtype="int64"))

    def _remove_old(self, serving: str) -> None:
        versions = sorted(path for path in self._directory.iterdir() if path.is_dir())
        for path in versions[:-KEPT_VERSIONS]:
            if path.name != serving:  # which is not the newest if the clock was set back
                shutil.rmtree(path, ignore_errors=True)  # another training may remove it as well
