"""Trained models on disk: DATA_DIR/models/NAME/VERSION, and a file that says which one serves."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.artifacts import ArtifactError, Manifest, load, save
from models.collaborative import CollaborativeModel

log = logging.getLogger(__name__)

NAME = "collaborative"
CURRENT = "current"


@dataclass(frozen=True)
class Trained:
    """A model, and the film behind each of its rows."""

    manifest: Manifest
    model: CollaborativeModel
    movie_ids: pd.Index


class Artifacts:
    """The model that serves now; a newly published one is picked up at the next request."""

    def __init__(self, data_dir: Path) -> None:
        self._directory = data_dir / "models" / NAME
        self._lock = Lock()
        self._version = ""
        self._trained: Trained | None = None

    def current(self) -> Trained | None:
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
                    self._trained = _load(self._directory / version)
                except ArtifactError:
                    log.exception("the published model cannot be loaded")
            return self._trained

    def publish(
        self, model: CollaborativeModel, movie_ids: NDArray[np.int64], members: int, ratings: int
    ) -> Manifest:
        """Save a model under a new version, then let it serve."""
        now = datetime.now(UTC)
        manifest = Manifest(NAME, now.isoformat(), members, len(movie_ids), ratings)
        version = now.strftime("%Y%m%dT%H%M%S%f")
        arrays = model.arrays() | {"movie_ids": movie_ids}
        manifest = save(self._directory / version, manifest, arrays)
        draft = self._directory / f"{CURRENT}.new"
        draft.write_text(version, encoding="utf-8")
        draft.replace(self._directory / CURRENT)  # at once: a reader sees the old or the new one
        return manifest


def _load(directory: Path) -> Trained:
    manifest, arrays = load(directory, NAME)
    model = CollaborativeModel.from_arrays(arrays)
    return Trained(manifest, model, pd.Index(arrays["movie_ids"], dtype="int64"))
