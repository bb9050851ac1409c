"""Arrays that are in files, so that the system need not keep them in memory."""

import logging
import sys
from mmap import mmap
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from numpy.typing import NDArray

from app.mapped import LEAST_BYTES, let_go, mapped

LARGE = np.arange(LEAST_BYTES // 4, dtype=np.float32).reshape(-1, 64)


def in_file(array: NDArray[Any]) -> bool:
    while isinstance(array.base, np.ndarray):
        array = array.base
    return isinstance(array.base, mmap)


@pytest.mark.parametrize("array", [LARGE, LARGE.T], ids=["by-rows", "by-columns"])
def test_a_large_array_is_the_same_from_a_file(tmp_path: Path, array: NDArray[np.float32]) -> None:
    kept = mapped({"it": array}, tmp_path)["it"]
    assert in_file(kept)
    assert not kept.flags.writeable
    assert np.array_equal(kept, array)
    assert kept.strides == array.strides


def test_a_small_array_stays_as_it_is(tmp_path: Path) -> None:
    small = np.zeros(LEAST_BYTES - 1, np.uint8)
    assert mapped({"it": small}, tmp_path)["it"] is small


def test_the_folder_stays_empty(tmp_path: Path) -> None:
    kept = mapped({"it": LARGE}, tmp_path)
    assert in_file(kept["it"])
    assert list(tmp_path.iterdir()) == []


def test_where_there_is_no_room_it_stays_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert mapped({"it": LARGE}, tmp_path / "nowhere")["it"] is LARGE
    assert "No such file or directory" in caplog.text


@pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")
def test_what_is_let_go_takes_no_memory_and_can_be_read_again(tmp_path: Path) -> None:
    large = np.ones(32 * 2**20, np.uint8)
    kept = mapped({"it": large}, tmp_path)["it"]
    assert kept.sum() == large.sum()
    before = psutil.Process().memory_info().rss
    let_go()
    assert psutil.Process().memory_info().rss < before - 24 * 2**20
    assert kept.sum() == large.sum()
