"""Trained models that all servers share: what Postgres says serves is downloaded and serves."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from app.artifacts import Artifacts, Kept, M, Trained
from app.bucket.bucket import open_bucket
from app.bucket.following import Following
from app.bucket.shared import Shared
from app.config import Settings
from app.model_versions import Versions
from app.store.model_versions import Published
from models.artifacts import Arrays, ArtifactError, Manifest, manifest_of


class SharedArtifacts(Artifacts[M]):
    """The model that `shared` lets serve, downloaded to `data_dir`. Where it cannot be had, the
    one that served here before goes on."""

    def __init__(
        self, data_dir: Path, name: str, rebuild: Callable[[Arrays], M], shared: Shared
    ) -> None:
        super().__init__(data_dir, name, rebuild)
        self._shared = shared
        self._following = Following(self.catch_up, name)
        self._refused: Published | None = None

    def current(self) -> Trained[M] | None:
        """As it is here now; another version is downloaded in the background."""
        self._following.nudge()
        return super().current()

    def prepare(self) -> None:
        self._following.now()
        super().current()

    def catch_up(self) -> None:
        """Take over the version that is to serve; one that is damaged or of another layout is
        tried once. Raises ArtifactError, BucketError, NotWrittenError and what SQLAlchemy does."""
        wanted = self._shared.serving()
        if wanted is None or wanted == self._refused or self._has(wanted.sha256):
            return
        try:
            trained = self._fetched(wanted)
        except ArtifactError:
            self._refused = wanted
            raise
        self._swap(wanted.version, trained)
        self.versions.remove_old()

    def kept(self) -> list[Kept]:
        return [Kept(it.version, _manifest(it), it.serves) for it in self._shared.kept()]

    def verify(self) -> Manifest | None:
        wanted = self._shared.serving()
        if wanted is None:
            return None
        with TemporaryDirectory() as folder:  # the bytes in the bucket, whatever is here
            versions = Versions(Path(folder))
            self._shared.fetch(wanted, versions)
            return self.load(wanted.version, versions).manifest

    def remove_old(self) -> None:
        super().remove_old()
        self._shared.remove_old()

    def _let_serve(self, version: str) -> None:
        [wanted] = [it for it in self._shared.kept() if it.version == version]
        trained = self._fetched(wanted)
        self._shared.serve(version)
        self._swap(version, trained)

    def _publish(self, version: str, manifest: Manifest, arrays: Path) -> None:
        self._shared.publish(version, manifest, arrays)

    def _fetched(self, wanted: Published) -> Trained[M]:
        self._shared.fetch(wanted, self.versions)
        return self.load(wanted.version)


def open_artifacts(
    settings: Settings, name: str, rebuild: Callable[[Arrays], M], engine: Callable[[], Engine]
) -> Artifacts[M]:
    """The model `name`, shared with other servers if the settings name a bucket."""
    bucket = open_bucket(settings)
    if bucket is None:
        return Artifacts(settings.data_dir, name, rebuild)
    return SharedArtifacts(settings.data_dir, name, rebuild, Shared(engine, bucket, name))


def _manifest(published: Published) -> Manifest | None:
    try:
        return manifest_of(published.manifest, f"version {published.version}")
    except ArtifactError:
        return None
