"""How much memory the system lets this process and its group (cgroup) have."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

SYSTEM = Path("/")
GROUPS = "sys/fs/cgroup"
UNLIMITED = 2**50  # the first version of cgroups writes some huge number


def container_limit(root: Path = SYSTEM) -> int | None:
    """Bytes: the least that the group or one above it may have; None where there is no limit.

    In a container the group may be told by its name outside, and only the top be there.
    """
    limits = [limit for file in _files(root) if (limit := _limit(file)) is not None]
    return min(limits, default=None)


def _files(root: Path) -> Iterator[Path]:
    for _, controllers, group in _memberships(root / "proc/self/cgroup"):
        if not controllers:
            yield from _upwards(root / GROUPS, group, "memory.max")
        elif "memory" in controllers.split(","):
            yield from _upwards(root / GROUPS / "memory", group, "memory.limit_in_bytes")


def _memberships(file: Path) -> Iterator[list[str]]:
    """Of each hierarchy the number, the controllers (none of the second version) and the group."""
    try:
        lines = file.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return
    yield from (line.split(":", 2) for line in lines if line.count(":") > 1)


def _upwards(top: Path, group: str, name: str) -> Iterator[Path]:
    path = PurePosixPath(group.lstrip("/"))
    below = () if ".." in path.parts else (path, *path.parents)  # what is outside is not seen
    yield from (top / part / name for part in (*below, PurePosixPath()))


def _limit(file: Path) -> int | None:
    try:
        text = file.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return int(text) if text.isdigit() and int(text) < UNLIMITED else None
