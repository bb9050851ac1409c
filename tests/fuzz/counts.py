"""How often the tests of this folder asked what, told when they are through."""

from collections import Counter

import pytest

ASKED = "asked"  # a property of a test: how often, by what the answers were


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A line for each test that has the property, and one for all of them."""
    stats = terminalreporter.stats
    finished = [*stats.get("passed", []), *stats.get("failed", [])]
    counts = {it.nodeid: Counter(dict(it.user_properties)[ASKED]) for it in finished if _tells(it)}
    if counts:
        terminalreporter.section("asked, and answered with")
        for test, answers in sorted(counts.items()):
            terminalreporter.write_line(_line(test.partition("::")[2], answers))
        terminalreporter.write_line(_line("in all", sum(counts.values(), Counter())))


def _tells(report: pytest.TestReport) -> bool:
    return ASKED in dict(report.user_properties)


def _line(name: str, answers: Counter[str]) -> str:
    kinds = ", ".join(f"{kind} {number:,}" for kind, number in sorted(answers.items()))
    return f"{answers.total():>9,}  {name}: {kinds}"
