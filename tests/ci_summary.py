"""What a run of the tests tells on the page of a GitHub Actions run."""

import os
from collections import Counter
from collections.abc import Iterable

import pytest

from app.jobs.plots import bars
from app.jobs.summary import publish

SLOWEST = 12
MOST_NAMED = 20
# The jobs that tests run must not write on it.
PAGE = os.environ.pop("GITHUB_STEP_SUMMARY", None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Counts, what failed, and where the time went."""
    if PAGE is None or hasattr(terminalreporter.config, "workerinput"):
        return
    os.environ["GITHUB_STEP_SUMMARY"] = PAGE
    stats = terminalreporter.stats
    counts = {kind: len(stats.get(kind, [])) for kind in ("passed", "failed", "error", "skipped")}
    broken = [report.nodeid for kind in ("failed", "error") for report in stats.get(kind, [])]
    named = {f"broken {place}": name for place, name in enumerate(broken[:MOST_NAMED], start=1)}
    reports = [report for kind in stats.values() for report in kind]
    plot = bars("The slowest files", "seconds", _slowest(reports))
    publish("Tests", counts | named, [plot])


def _slowest(reports: Iterable[object]) -> dict[str, float]:
    seconds: Counter[str] = Counter()
    for report in reports:
        if isinstance(report, pytest.TestReport):
            seconds[report.nodeid.partition("::")[0].rpartition("/")[2]] += report.duration
    return dict(seconds.most_common(SLOWEST))
