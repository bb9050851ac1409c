"""What came of it, as a table."""

import csv
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.load.limits import Group
from tests.benchmarks.load.watching import Watch

COLUMNS = ("Request Count", "Failure Count", "50%", "95%", "99%", "100%", "Requests/s")
KINDS = {"kept": "asked before", "new": "new", "upload": "uploads", "busy": "told to come again"}


def lines(stats: Path, counted: dict[str, int], group: Group, watch: Watch) -> Iterator[str]:
    """`stats` is what locust writes, `counted` what the visitors do."""
    yield f"limited: {group.told}"
    yield from _times(stats)
    for name, count in sorted(counted.items()):
        yield f"  {name:<36} {count:6}"
    minutes = " ".join(f"{used:.0f}" for used in watch.each_minute())
    yield f"memory at the start, each minute, the end: {minutes} MB; at most {watch.highest:.0f}"
    yield f"workers: {len(watch.workers)}; ended for want of memory: {group.killed}"
    for name, figure in group.figures().items():
        yield f"  {name}: {figure}"


def _times(stats: Path) -> Iterator[str]:
    yield f"{'requests, ms':<20}" + "".join(f"{name:>15}" for name in COLUMNS)
    with stats.open(encoding="utf-8", newline="") as file:
        rows = {row["Name"]: row for row in csv.DictReader(file)}
    for kind, label in KINDS.items():
        if kind in rows:
            figures = (rows[kind][name] for name in COLUMNS)
            yield f"{label:<20}" + "".join(f"{_short(figure):>15}" for figure in figures)


def _short(figure: str) -> str:
    return f"{float(figure):.1f}" if "." in figure else figure
