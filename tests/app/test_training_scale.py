"""A training from the stored ratings, as a command.

SCALE_RATINGS=20000000 makes it that of a large host; what it tells is in its temporary folder.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.services import Services
from tests.benchmarks.budget.filling import fill
from tests.conftest import url_of

RATINGS = int(os.environ.get("SCALE_RATINGS", "24000"))
FILMS, MEMBERS = min(24_000, RATINGS // 50), RATINGS // 400
# 5.5 GB for 20 million; a process that was just forked counts as much as the one it is from.
MOST_BYTES = 2**30 + 220 * RATINGS


@pytest.mark.timeout(300 + RATINGS // 5_000)
def test_all_ratings_are_learned_from_within_six_gigabytes(
    make_services: Callable[..., Services], tmp_path: Path
) -> None:
    services = make_services(empty=True, data_dir=tmp_path)
    fill(services.engine, FILMS, MEMBERS, RATINGS * 10 // 9, dated=0.0)  # a tenth has no stars
    with (tmp_path / "told.txt").open("w", encoding="utf-8") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app", "train", "collaborative"],
            env=os.environ | {"DATABASE_URL": url_of(services), "DATA_DIR": str(tmp_path)},
            stdout=told,
            stderr=told,
        )
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
        told.write(f"most memory: {used.ru_maxrss / 1024:.0f} MB, CPU: {used.ru_utime:.0f} s\n")
    assert process.returncode == 0, (tmp_path / "told.txt").read_text(encoding="utf-8")
    assert used.ru_maxrss * 1024 < MOST_BYTES
    assert services.collaborative.verify() is not None
