"""Where trained models are kept."""

import os
import shutil
from pathlib import Path

from app.config import Settings
from app.doctor.finding import Finding, fail, ok, warn

MB = 2**20
NEEDED_MB = 200  # a version of each model
COMFORTABLE_MB = 1000  # the three versions that are kept, and one being written


def disk(settings: Settings) -> Finding:
    folder = _existing(settings.data_dir.absolute())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return fail(
            "disk",
            f"DATA_DIR cannot be written: {settings.data_dir}",
            "set DATA_DIR to a folder that this user may write",
        )
    free = shutil.disk_usage(folder).free // MB
    says = f"{free} MB are free for {settings.data_dir}"
    remedy = "delete what is not needed there, or set DATA_DIR to a larger disk"
    if free < NEEDED_MB:
        return fail("disk", says, remedy)
    return warn("disk", says, remedy) if free < COMFORTABLE_MB else ok("disk", says)


def _existing(path: Path) -> Path:
    """The path, or the nearest one above it that exists."""
    return next(place for place in (path, *path.parents) if place.exists())
