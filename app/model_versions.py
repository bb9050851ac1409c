"""The versions of one model on disk: a directory for each, and a file that says which serves.

They are numbered, so that their order does not hang on a clock.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from models.artifacts import Arrays, ArtifactError, Manifest, save

CURRENT = "current"
DRAFT = ".new"
KEPT_VERSIONS = 3


class NotWrittenError(Exception):
    """The disk takes no more; what served before still serves."""


def not_written(error: OSError) -> NotWrittenError:
    return NotWrittenError(f"the model cannot be written: {error.strerror or error}")


@dataclass(frozen=True)
class Versions:
    """All versions of a model in `directory`."""

    directory: Path

    def serving(self) -> str | None:
        """The version that serves; None before the first training."""
        pointer = self.directory / CURRENT
        return pointer.read_text(encoding="utf-8") if pointer.is_file() else None

    def kept(self) -> list[str]:
        """The versions that are there, oldest first."""
        if not self.directory.is_dir():
            return []
        names = (path.name for path in self.directory.iterdir() if path.is_dir())
        return sorted(
            (name for name in names if _whole(name)), key=lambda name: (_order(name), name)
        )

    def path(self, version: str) -> Path:
        return self.directory / version

    def add(
        self, manifest: Manifest, arrays: Arrays, elsewhere: Sequence[str] = ()
    ) -> tuple[str, Manifest]:
        """Write the next version after these and those `elsewhere`. It does not serve yet.

        Raises NotWrittenError.
        """
        version = f"{max(map(_order, [*self.kept(), *elsewhere]), default=0) + 1:06d}"
        with self.draft(version) as draft:
            manifest = save(draft, manifest, arrays)
        return version, manifest

    @contextmanager
    def draft(self, version: str) -> Iterator[Path]:
        """A folder to make, which becomes this version when it is whole; raises
        NotWrittenError."""
        draft, path = self.path(f"{version}{DRAFT}"), self.path(version)
        try:
            shutil.rmtree(draft, ignore_errors=True)  # of a process that was killed
            yield draft
            shutil.rmtree(path, ignore_errors=True)
            draft.replace(path)
        except OSError as error:
            raise not_written(error) from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def remove(self, version: str) -> None:
        shutil.rmtree(self.path(version), ignore_errors=True)

    def serve(self, version: str) -> None:
        """Let this version serve. At once: a reader sees the old one or this one, whoever else
        does the same. Raises NotWrittenError."""
        try:
            with TemporaryDirectory(suffix=DRAFT, dir=self.directory) as folder:
                draft = Path(folder, CURRENT)
                draft.write_text(version, encoding="utf-8")
                draft.replace(self.directory / CURRENT)
        except OSError as error:
            raise not_written(error) from error

    def remove_old(self) -> None:
        """Keep the newest ones, and the one that serves, which need not be among them."""
        serving = self.serving()
        for version in self.kept()[:-KEPT_VERSIONS]:
            if version != serving:
                self.remove(version)


def before(version: str, kept: Sequence[str]) -> str:
    """The newest version older than this one. Raises ArtifactError if there is none."""
    older = [name for name in kept if _order(name) < _order(version)]
    if not older:
        raise ArtifactError(f"no version older than {version or 'that'} is kept")
    return older[-1]


def _whole(name: str) -> bool:
    return not name.endswith(DRAFT)


def _order(version: str) -> int:
    """Versions were once named by the time; all numbers are newer."""
    return int(version) if version.isdecimal() else 0
