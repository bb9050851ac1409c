"""The versions of one model that all servers share."""

import fcntl
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from app.bucket.bucket import Bucket, BucketError
from app.model_versions import KEPT_VERSIONS, Versions, not_written
from app.store import model_versions
from app.store.model_versions import Published
from models.artifacts import ARRAYS, MANIFEST, ArtifactError, Manifest, manifest_of, verify

log = logging.getLogger(__name__)

LOCK = "downloading"


@dataclass(frozen=True)
class Shared:
    """Postgres tells which there are and vouches for their bytes, which `bucket` holds."""

    engine: Callable[[], Engine]
    bucket: Bucket
    model: str

    def serving(self) -> Published | None:
        """The version that serves; None before the first is published."""
        with self.engine().connect() as connection:
            return model_versions.serving(connection, self.model)

    def kept(self) -> list[Published]:
        """All versions, oldest first."""
        with self.engine().connect() as connection:
            return model_versions.load(connection, self.model)

    def publish(self, version: str, manifest: Manifest, arrays: Path) -> None:
        """Upload a version, then let it serve. Raises BucketError and what SQLAlchemy does; the
        one before then serves."""
        published = Published(version, asdict(manifest), True)
        self.bucket.put(self._key(published), arrays)
        committing = False
        try:
            with self.engine().begin() as connection:
                model_versions.add(connection, self.model, version, published.manifest)
                model_versions.serve(connection, self.model, version)
                committing = True
        except IntegrityError:  # it is another process's, perhaps with the same bytes
            raise
        except SQLAlchemyError:
            if not committing:  # else it may be in Postgres, though the answer was lost
                self._withdraw(published)
            raise

    def _withdraw(self, published: Published) -> None:
        try:
            self.bucket.remove(self._key(published))
        except BucketError as error:
            log.warning("%s stays in the bucket: %s", self._key(published), error)

    def serve(self, version: str) -> None:
        """Raises ArtifactError if a training has removed it meanwhile; nothing is changed then."""
        with self.engine().begin() as connection:
            if not model_versions.serve(connection, self.model, version):
                raise ArtifactError(f"version {version} was removed meanwhile")

    def remove_old(self) -> None:
        """Keep the newest ones, and the one that serves. What fails is logged, and done
        the next time."""
        try:
            old = [it for it in self.kept()[:-KEPT_VERSIONS] if not it.serves]
            if old:
                self._remove(old)
        except BucketError as error:
            log.warning("old versions of %s stay in the bucket: %s", self.model, error)
        except SQLAlchemyError as error:
            log.warning("old versions of %s stay: %s", self.model, type(error).__name__)

    def _remove(self, old: list[Published]) -> None:
        with self.engine().begin() as connection:  # a rollback to one waits, and finds it gone
            model_versions.remove(connection, self.model, [it.version for it in old])
            self.bucket.remove(*map(self._key, old))

    def fetch(self, wanted: Published, versions: Versions) -> None:
        """Download a version to `versions`, unless it is there.

        Raises ArtifactError if it is damaged or made by a newer release, BucketError, and
        NotWrittenError.
        """
        with _one_at_a_time(versions.directory):
            if not self._is_whole(wanted, versions):
                self._download(wanted, versions)

    def _is_whole(self, wanted: Published, versions: Versions) -> bool:
        with suppress(ArtifactError):
            return verify(versions.path(wanted.version), self.model).sha256 == wanted.sha256
        return False

    def _download(self, wanted: Published, versions: Versions) -> None:
        manifest_of(wanted.manifest, f"version {wanted.version}")  # before anything is downloaded
        with versions.draft(wanted.version) as draft:
            draft.mkdir()
            (draft / MANIFEST).write_text(json.dumps(wanted.manifest, indent=2), encoding="utf-8")
            self.bucket.get(self._key(wanted), draft / ARRAYS)
            verify(draft, self.model)

    def _key(self, published: Published) -> str:
        """Other bytes have another name, so that no cache on the way gives the old ones."""
        return f"{self.model}/{published.version}-{published.sha256[:16]}.npz"


@contextmanager
def _one_at_a_time(directory: Path) -> Iterator[None]:
    """The workers of a server share a directory; one of them downloads."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        file = (directory / LOCK).open("w", encoding="ascii")
    except OSError as error:
        raise not_written(error) from error
    with file as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
