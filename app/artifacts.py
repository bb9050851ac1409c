"""The trained models that serve: DATA_DIR/models/NAME, in numbered versions."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Generic, NamedTuple, Protocol, TypeVar

from app.catalogue.ids import FilmIds
from app.mapped import mapped
from app.model_versions import Versions, before
from models.artifacts import ARRAYS, Arrays, ArtifactError, Manifest, load, read_manifest

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
    movie_ids: FilmIds


class Kept(NamedTuple):
    """A version that may serve; without a manifest it is damaged."""

    version: str
    manifest: Manifest | None
    serves: bool


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

    def prepare(self) -> None:
        """Load what serves, as a server starts."""
        self.current()

    def catch_up(self) -> None:
        """Nothing else decides what serves here."""

    def kept(self) -> list[Kept]:
        """The versions that may serve, oldest first."""
        serving = self.versions.serving()
        return [Kept(it, self._manifest(it), it == serving) for it in self.versions.kept()]

    def verify(self) -> Manifest | None:
        """What is published, read afresh; None before the first training. Raises ArtifactError."""
        version = self.versions.serving()
        return None if version is None else self.load(version).manifest

    def publish(self, trained: Trained[M]) -> Manifest:
        """Save a model as the newest version, then let it serve; the oldest versions go.

        Returns the complete manifest. Raises NotWrittenError; the one before then still serves.
        """
        arrays = trained.model.arrays() | {"movie_ids": trained.movie_ids.values}
        elsewhere = [it.version for it in self.kept()]
        version, manifest = self.versions.add(trained.manifest, arrays, elsewhere)
        with ExitStack() as undo:
            undo.callback(self.versions.remove, version)
            self._publish(version, manifest, self.versions.path(version) / ARRAYS)
            undo.pop_all()
        self.versions.serve(version)
        self.remove_old()
        return manifest

    def remove_old(self) -> None:
        """Keep the newest versions, and the one that serves."""
        self.versions.remove_old()

    def roll_back(self, version: str | None = None) -> str:
        """Let an older version serve, the one before unless told; returns its name.

        Raises ArtifactError if it is not there or damaged, and NotWrittenError.
        """
        kept = self.kept()
        names = [it.version for it in kept]
        serving = next((it.version for it in kept if it.serves), "")
        if not names:
            raise ArtifactError("nothing is trained yet")
        chosen = before(serving, names) if version is None else version
        if chosen not in names:  # a name that leads elsewhere is not either
            raise ArtifactError(f"there is no version {chosen:.40}")
        self._let_serve(chosen)
        return chosen

    def load(self, version: str, versions: Versions | None = None) -> Trained[M]:
        """This version, its checksum verified. Raises ArtifactError."""
        folder = (versions or self.versions).path(version)
        manifest, arrays = load(folder, self._name)
        arrays = mapped(arrays, folder)
        try:
            model, movie_ids = self._rebuild(arrays), arrays["movie_ids"]
        except (KeyError, ValueError, TypeError, IndexError) as error:
            raise ArtifactError(f"version {version} has another layout than this code") from error
        return Trained(manifest, model, FilmIds(movie_ids))

    def _publish(self, version: str, manifest: Manifest, arrays: Path) -> None:
        """What else it takes before a version may serve: nothing."""

    def _let_serve(self, version: str) -> None:
        self._swap(version, self.load(version))

    def _swap(self, version: str, trained: Trained[M]) -> None:
        """Let a version that is here and loaded serve."""
        with self._lock:
            self.versions.serve(version)
            self._version, self._trained = version, trained

    def _has(self, sha256: str) -> bool:
        """Whether the model with this checksum serves here."""
        return self._trained is not None and self._trained.manifest.sha256 == sha256

    def _manifest(self, version: str) -> Manifest | None:
        try:
            return read_manifest(self.versions.path(version))
        except ArtifactError:
            return None
