"""Trained models as files that cannot run code: arrays, and a manifest that vouches for them.

A directory holds `arrays.npz` and `manifest.json`; the manifest has the SHA-256 of the arrays.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

ARRAYS, MANIFEST = "arrays.npz", "manifest.json"
FORMAT = 1


class ArtifactError(Exception):
    """An artifact is missing, damaged, or of another kind than asked for."""


@dataclass(frozen=True)
class Manifest:
    """What an artifact is: the model's name, when it was trained (ISO time), and on how much.

    `held_out` is the share of members that training left out, to measure with; `quality` has
    what they say of it, the mean and the 95% interval of each figure.
    """

    model: str
    trained_at: str
    members: int
    films: int
    ratings: int
    sha256: str = ""
    format: int = FORMAT
    held_out: float = 0.0
    quality: dict[str, list[float]] = field(default_factory=dict)


def save(directory: Path, manifest: Manifest, arrays: Arrays) -> Manifest:
    """Write an artifact to `directory`, which must not exist; returns the complete manifest."""
    directory.mkdir(parents=True)
    np.savez_compressed(directory / ARRAYS, allow_pickle=False, **arrays)
    whole = asdict(manifest) | {"sha256": _checksum(directory / ARRAYS)}
    (directory / MANIFEST).write_text(json.dumps(whole, indent=2), encoding="utf-8")
    return Manifest(**whole)


def load(directory: Path, model: str) -> tuple[Manifest, Arrays]:
    """The artifact in `directory`, its checksum verified; raises ArtifactError."""
    manifest = verify(directory, model)
    with np.load(directory / ARRAYS, allow_pickle=False) as arrays:
        return manifest, dict(arrays)


def verify(directory: Path, model: str) -> Manifest:
    """The manifest, which the arrays are held against; raises ArtifactError."""
    manifest = read_manifest(directory)
    try:
        checksum = _checksum(directory / ARRAYS)
    except OSError as error:
        raise ArtifactError(f"no readable artifact in {directory}") from error
    if (manifest.model, manifest.format, manifest.sha256) != (model, FORMAT, checksum):
        raise ArtifactError(f"{directory} does not hold what its manifest promises of {model}")
    return manifest


def read_manifest(directory: Path) -> Manifest:
    """The manifest alone, whatever the arrays are; raises ArtifactError."""
    try:
        told = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArtifactError(f"no readable artifact in {directory}") from error
    return manifest_of(told, str(directory))


def manifest_of(told: Any, where: str) -> Manifest:
    """What was read as JSON `where` the artifact is; raises ArtifactError."""
    try:
        if isinstance(told, dict) and told.get("format", FORMAT) > FORMAT:
            raise ArtifactError(f"{where} was made by a newer release than this")
        return Manifest(**told)
    except TypeError as error:
        raise ArtifactError(f"no readable artifact in {where}") from error


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
