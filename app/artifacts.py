"""The trained models that serve: DATA_DIR/models/NAME, in numbered versions."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Generic, Protocol, TypeVar

import pandas as pd

from app.model_versions import Versions
from models.artifacts import Arrays, ArtifactError, Manifest, load

log = logging.getLogger(__name__)


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
        self.versions = Versions(data_dir / "models" / name)
        self._name = name
        self._rebuild = rebuild
        self._lock = Lock()
        self._version = ""
        self._trained: Trained[M] | None = None

    def current(self) -> Trained[M] | None:
        """The published model; None before the first training.

        One that cannot be loaded is logged, and the one before it goes on serving.
        """
        version = self.versions.serving()
        if version is None:
            return None
        with self._lock:
            if version != self._version:
                self._version = version  # tried once, whether it can be loaded or not
                try:
                    self._trained = self.load(version)
                except ArtifactError:
                    log.exception("the published model %s cannot be loaded", self._name)
            return self._trained

    def verify(self) -> Manifest | None:
        """What is published, read afresh; None before the first training. Raises ArtifactError."""
        version = self.versions.serving()
        return None if version is None else self.load(version).manifest

    def publish(self, trained: Trained[M]) -> Manifest:
        """Save a model as the newest version, then let it serve; the oldest versions go.

        Returns the complete manifest. Raises NotWrittenError; the one before then still serves.
        """
        arrays = trained.model.arrays() | {"movie_ids": trained.movie_ids.to_numpy()}
        version, manifest = self.versions.add(trained.manifest, arrays)
        self.versions.serve(version)
        self.versions.remove_old()
        return manifest

    def roll_back(self, version: str | None = None) -> str:
        """Let an older version serve, the one before unless told; returns its name.

        Raises ArtifactError if it is not there or damaged, and NotWrittenError.
        """
        serving = self.versions.serving()
        if serving is None:
            raise ArtifactError("nothing is trained yet")
        chosen = version or self.versions.before(serving)
        if chosen not in self.versions.kept():  # a name that leads elsewhere is not either
            raise ArtifactError(f"there is no version {chosen:.40}")
        self.load(chosen)
        self.versions.serve(chosen)
        return chosen

    def load(self, version: str) -> Trained[M]:
        """This version, its checksum verified. Raises ArtifactError."""
        manifest, arrays = load(self.versions.path(version), self._name)
        try:
            model, movie_ids = self._rebuild(arrays), arrays["movie_ids"]
        except (KeyError, ValueError, TypeError, IndexError) as error:
            raise ArtifactError(f"version {version} has another layout than this code") from error
        return Trained(manifest, model, pd.Index(movie_ids, dtype="int64"))
