"""The findings as text and as JSON."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from app.doctor.finding import Finding

WIDTH = max(len("configuration"), len("model collaborative"))


def as_text(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.level for finding in findings)
    end = ", ".join(f"{counts[level]} {level}" for level in ("ok", "warn", "fail"))
    return "\n".join([*_lines(findings), end])


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
