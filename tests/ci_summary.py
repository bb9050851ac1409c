"""What a run of the tests tells on the page of a GitHub Actions run."""

from collections import Counter
from collections.abc import Iterable

import pytest

from app.jobs.plots import bars
from app.jobs.summary import publish

SLOWEST = 12
MOST_NAMED = 20


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Counts, what failed, and where the time went."""
    stats = terminalreporter.stats
    counts = {kind: len(stats.get(kind, [])) for kind in ("passed", "failed", "error", "skipped")}
    broken = [report.nodeid for kind in ("failed", "error") for report in stats.get(kind, [])]
    named = {f"broken {place}": name for place, name in enumerate(broken[:MOST_NAMED], start=1)}
    plot = bars("The slowest files", "seconds", _slowest(stats.get("passed", [])))
    publish("Tests", counts | named, [plot])


def _slowest(reports: Iterable[pytest.TestReport]) -> dict[str, float]:
    seconds: Counter[str] = Counter()
    for report in reports:
        seconds[report.nodeid.partition("::")[0].rpartition("/")[2]] += report.duration
    return dict(seconds.most_common(SLOWEST))
