"""The versions of one model on disk: a directory for each, and a file that says which serves.

They are numbered, so that their order does not hang on a clock.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from models.artifacts import Arrays, ArtifactError, Manifest, save

CURRENT = "current"
KEPT_VERSIONS = 3


class NotWrittenError(Exception):
    """The disk takes no more; what served before still serves."""


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

    def add(self, manifest: Manifest, arrays: Arrays) -> tuple[str, Manifest]:
        """Write the next version, which does not serve yet; raises NotWrittenError."""
        version = f"{max(map(_order, self.kept()), default=0) + 1:06d}"
        draft = self.path(f"{version}.new")
        try:
            shutil.rmtree(draft, ignore_errors=True)  # of a training that was killed
            manifest = save(draft, manifest, arrays)
            draft.replace(self.path(version))
        except OSError as error:
            shutil.rmtree(draft, ignore_errors=True)
            raise _not_written(error) from error
        return version, manifest

    def serve(self, version: str) -> None:
        """Let this version serve. At once: a reader sees the old one or this one."""
        draft = self.directory / f"{CURRENT}.new"
        try:
            draft.write_text(version, encoding="utf-8")
            draft.replace(self.directory / CURRENT)
        except OSError as error:
            raise _not_written(error) from error

    def before(self, version: str) -> str:
        """The newest version older than this one. Raises ArtifactError if there is none."""
        older = [name for name in self.kept() if _order(name) < _order(version)]
        if not older:
            raise ArtifactError(f"no version older than {version} is kept")
        return older[-1]

    def remove_old(self) -> None:
        """Keep the newest ones, and the one that serves, which need not be among them."""
        serving = self.serving()
        for version in self.kept()[:-KEPT_VERSIONS]:
            if version != serving:
                shutil.rmtree(self.path(version), ignore_errors=True)


def _whole(name: str) -> bool:
    return not name.endswith(".new")


def _order(version: str) -> int:
    """Versions were once named by the time; all numbers are newer."""
    return int(version) if version.isdecimal() else 0


def _not_written(error: OSError) -> NotWrittenError:
    return NotWrittenError(f"the model cannot be written: {error.strerror or error}")
