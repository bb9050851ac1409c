"""Plots in Mermaid's language (https://mermaid.js.org), which GitHub draws in Markdown."""

import math
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence

MOST_BARS = 30
SMALLEST = 0.0001
NOT_PLAIN = re.compile(r"[^\w .,@()/+-]+")
Points = Mapping[str, float]


def bars(title: str, unit: str, points: Points, line: Points | None = None) -> str:
    """A bar for each label, and a line through what `line` says of the same labels; empty if
    there is nothing to see. What is not finite is left out."""
    series = [points] if line is None else [points, line]
    labels = [it for it in points if all(math.isfinite(them[it]) for them in series)]
    top = max((them[it] for them in series for it in labels), default=0)
    if top < SMALLEST:
        return ""
    drawn = [_values(points, labels, "bar")]
    drawn += [] if line is None else [_values(line, labels, "line")]
    axis = ", ".join(_text(label) for label in labels)
    head = [
        f"title {_text(title)}",
        f"x-axis [{axis}]",
        f"y-axis {_text(unit)} 0 --> {_number(top)}",
    ]
    return _fenced("xychart-beta", [*head, *drawn])


def pie(title: str, shares: Mapping[str, int]) -> str:
    """A slice for each share above 0; empty if there is none."""
    slices = [f"{_text(name)} : {share}" for name, share in shares.items() if share > 0]
    return _fenced("pie showData", [f"title {_plain(title)}", *slices]) if slices else ""


def _values(points: Points, labels: Sequence[str], kind: str) -> str:
    return f"{kind} [{', '.join(_number(points[label]) for label in labels)}]"


def _number(value: float) -> str:
    """Without an exponent, which Mermaid does not read."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _text(words: str) -> str:
    return f'"{_plain(words)}"'


def _plain(words: str) -> str:
    """Without what could end a text, a line or the whole plot."""
    return NOT_PLAIN.sub(" ", words).strip() or "-"


def _fenced(kind: str, lines: Sequence[str]) -> str:
    return "\n".join(["```mermaid", kind, *(f"    {line}" for line in lines), "```", ""])


class Pace:
    """How much was done in each minute since it was made."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._done: Counter[int] = Counter()

    def count(self) -> None:
        self._done[int((time.monotonic() - self._started) // 60)] += 1

    def points(self) -> dict[str, float]:
        """By minute, from 0; of a long time the mean of several minutes, by their first."""
        minutes = max(self._done, default=-1) + 1
        width = -(-minutes // MOST_BARS) or 1
        return {
            str(first): self._mean(range(first, min(first + width, minutes)))
            for first in range(0, minutes, width)
        }

    def _mean(self, minutes: range) -> float:
        return sum(self._done[minute] for minute in minutes) / len(minutes)
