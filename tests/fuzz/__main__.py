"""`python -m tests.fuzz`: each target for a while, and how often it was run."""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.targets import TARGETS

LONGEST = 2**14  # bytes of an input
SLOW = 20  # seconds for one input, which is a fault too
MEMORY = 2048  # megabytes
FOUND = Path(".fuzz")
WIDTH = max(map(len, TARGETS))


def main() -> None:
    options = _options()
    FOUND.mkdir(exist_ok=True)
    results = [_told(name, options.seconds) for name in options.targets or TARGETS]
    print(f"{'in all':{WIDTH}} {sum(runs for runs, _ in results):>12,}")
    sys.exit(any(failed for _, failed in results))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    return parser.parse_args()


def _told(name: str, seconds: int) -> tuple[int, bool]:
    runs, failed = _run(name, seconds)
    print(f"{name:{WIDTH}} {runs:>12,}{'  FAILED' if failed else ''}", flush=True)
    return runs, failed


def _run(name: str, seconds: int) -> tuple[int, bool]:
    """How often it was run, and whether something was found; that is shown at once."""
    with TemporaryDirectory() as scratch:
        ended = subprocess.run(
            [*_command(name, seconds), str(_corpus(name, Path(scratch)))],
            env=os.environ | {"TMPDIR": scratch},
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            check=False,
        )
    failed = ended.returncode != 0
    if failed:
        told = (line for line in ended.stderr.splitlines() if not line.startswith("INFO:"))
        print(f"{name}:", *list(told)[-60:], sep="\n")
    counted = re.findall(r"stat::number_of_executed_units:\s+(\d+)", ended.stderr)
    return int(counted[-1]) if counted else 0, failed


def _command(name: str, seconds: int) -> list[str]:
    return [
        *(sys.executable, "-m", "tests.fuzz.one", name),
        *(f"-max_total_time={seconds}", f"-timeout={SLOW}", f"-rss_limit_mb={MEMORY}"),
        *(f"-max_len={LONGEST}", "-print_final_stats=1"),
        f"-artifact_prefix={FOUND}/{name}-",
    ]


def _corpus(name: str, scratch: Path) -> Path:
    corpus = scratch / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(TARGETS[name].seeds):
        (corpus / str(number)).write_bytes(seed)
    return corpus


if __name__ == "__main__":
    main()
