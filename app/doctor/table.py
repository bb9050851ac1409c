"""The findings as text and as JSON."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import get_args

from app.doctor.finding import Finding, Level

WIDTH = max(len("configuration"), len("model collaborative"))


def as_text(findings: Sequence[Finding]) -> str:
    end = ", ".join(f"{count} {level}" for level, count in as_counts(findings).items())
    return "\n".join([*_lines(findings), end])


def as_counts(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings there are of each level."""
    counts = Counter(finding.level for finding in findings)
    return {level: counts[level] for level in get_args(Level)}


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    for it in findings:
        yield f"{it.level:<5} {it.check:<{WIDTH}}  {it.says}"
        if it.remedy is not None:
            yield f"{'':<{WIDTH + 6}}  -> {it.remedy}"


def as_figures(findings: Sequence[Finding]) -> dict[str, object]:
    """For the summary of a run."""
    return {
        f"{it.level} {it.check}": f"{it.says}: {it.remedy}" if it.remedy else it.says
        for it in findings
    }


def as_json(findings: Sequence[Finding]) -> str:
    return json.dumps([asdict(finding) for finding in findings], indent=2)
