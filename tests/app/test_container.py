"""Limits of memory, read from files as Linux has them."""

from pathlib import Path

import pytest

from app.container import container_limit

MB = 2**20


@pytest.fixture
def system(tmp_path: Path) -> Path:
    (tmp_path / "proc/self").mkdir(parents=True)
    return tmp_path


def within(system: Path, *groups: str) -> None:
    (system / "proc/self/cgroup").write_text("".join(f"{group}\n" for group in groups))


def limit(system: Path, file: str, text: object) -> None:
    path = system / "sys/fs/cgroup" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n")


def test_a_service_of_systemd_has_the_limit_of_its_unit(system: Path) -> None:
    within(system, "0::/system.slice/projectionist.service")
    limit(system, "system.slice/projectionist.service/memory.max", 512 * MB)
    limit(system, "system.slice/memory.max", "max")
    assert container_limit(system) == 512 * MB


def test_a_group_above_may_have_less(system: Path) -> None:
    within(system, "0::/a/b/c")
    for group, megabytes in (("a/b/c", 800), ("a/b", 900), ("a", 300), ("a/b/other", 100)):
        limit(system, f"{group}/memory.max", megabytes * MB)
    assert container_limit(system) == 300 * MB


@pytest.mark.parametrize("group", ["/", "/docker/f00", "/../../elsewhere"])
def test_a_container_has_its_limit_at_the_top(system: Path, group: str) -> None:
    within(system, f"0::{group}")
    limit(system, "memory.max", 512 * MB)
    assert container_limit(system) == 512 * MB


def test_the_first_version_of_groups_names_who_is_in_charge_of_memory(system: Path) -> None:
    within(system, "5:cpu,cpuacct:/other", "4:hugetlb,memory:/docker/f00", "0::/")
    limit(system, "memory/docker/f00/memory.limit_in_bytes", 256 * MB)
    limit(system, "memory/memory.limit_in_bytes", 9223372036854771712)
    limit(system, "memory/other/memory.limit_in_bytes", 1)
    assert container_limit(system) == 256 * MB


def test_a_group_may_have_a_colon_in_its_name(system: Path) -> None:
    within(system, "0::/a:b")
    limit(system, "a:b/memory.max", MB)
    assert container_limit(system) == MB


def test_without_a_limit_there_is_none(system: Path) -> None:
    assert container_limit(system) is None
    within(system, "0::/a", "odd")
    assert container_limit(system) is None
    limit(system, "a/memory.max", "max")
    limit(system, "memory.max", 9223372036854771712)
    assert container_limit(system) is None
