"""A control group that limits one program's memory and processor, where the system lets us."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
PERIOD_US = 100_000
SHARES = 64  # so that other programs of the machine do not take what the limit leaves
MB = 2**20
JOIN = 'n=$0; while [ $n -gt 0 ]; do echo $$ > "$1"; shift; n=$((n-1)); done; exec "$@"'
NO_SWAP = "memory.memsw.limit_in_bytes"


@dataclass
class Group:
    """`folders` are where a program's number is written for it to join; none where nothing can be
    limited. `told` says how it is enforced."""

    told: str
    folders: list[Path] = field(default_factory=list)

    def joined(self, command: list[str]) -> list[str]:
        """The same command within the group, which is joined before it begins."""
        numbers = [str(folder / "cgroup.procs") for folder in self.folders]
        return ["sh", "-c", JOIN, str(len(numbers)), *numbers, *command]

    def figures(self) -> dict[str, str]:
        """What the kernel counted."""
        files = ("memory.failcnt", "memory.oom_control", "memory.events", "cpu.stat")
        files += ("memory.max_usage_in_bytes", "memory.peak")
        paths = [folder / name for folder in self.folders for name in files]
        return {
            path.name: " ".join(path.read_text(encoding="ascii").split())
            for path in paths
            if path.exists()
        }

    @property
    def killed(self) -> int:
        """How many programs the kernel ended for want of memory."""
        words = " ".join(self.figures().values()).split()
        return sum(int(words[at + 1]) for at, word in enumerate(words) if word == "oom_kill")


@contextmanager
def limited(name: str, memory_mb: int, processors: float) -> Iterator[Group]:
    """The group is gone when the context ends, by when its programs must have ended."""
    group = _version_2(name, memory_mb, processors) or _version_1(name, memory_mb, processors)
    try:
        yield group or Group("not at all: control groups cannot be made here")
    finally:
        for folder in group.folders if group else ():
            folder.rmdir()


def _version_1(name: str, memory_mb: int, processors: float) -> Group | None:
    cpu, memory = ROOT / "cpu" / name, ROOT / "memory" / name
    try:
        for folder in (cpu, memory):
            folder.mkdir()
        _write(cpu, "cpu.cfs_period_us", PERIOD_US)
        _write(cpu, "cpu.cfs_quota_us", int(PERIOD_US * processors))
        _write(cpu, "cpu.shares", 1024 * SHARES)
        _write(memory, "memory.limit_in_bytes", memory_mb * MB)
        if (memory / NO_SWAP).exists():
            _write(memory, NO_SWAP, memory_mb * MB)
    except OSError:
        return None
    return Group(f"cgroup v1: {memory_mb} MB without swap, {processors} CPU", [cpu, memory])


def _version_2(name: str, memory_mb: int, processors: float) -> Group | None:
    folder = ROOT / name
    if not (ROOT / "cgroup.controllers").exists():
        return None
    try:
        folder.mkdir()
        _write(folder, "cpu.weight", 100 * SHARES)
        _write(folder, "memory.max", memory_mb * MB)
        _write(folder, "memory.swap.max", 0)
        (folder / "cpu.max").write_text(f"{int(PERIOD_US * processors)} {PERIOD_US}")
    except OSError:
        return None
    return Group(f"cgroup v2: {memory_mb} MB without swap, {processors} CPU", [folder])


def _write(folder: Path, file: str, value: int) -> None:
    (folder / file).write_text(str(value), encoding="ascii")
