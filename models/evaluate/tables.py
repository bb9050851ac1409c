"""The leaderboard for people: one Markdown table for each question."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.evaluate.cold import ColdRow
from models.evaluate.intervals import Interval
from models.evaluate.protocol import COVERAGE, Result

LARGE = 100  # from here on, decimals say nothing


@dataclass(frozen=True)
class Cost:
    """What a model costs. `peak_mb` is the highest resident memory of the process until its
    measurement ended, the models before it included; `artifact_bytes` None if it does not say."""

    training_seconds: float
    predict_ms: float
    score_ms: float
    peak_mb: float
    artifact_bytes: int | None


@dataclass(frozen=True)
class Row:
    """One model of the leaderboard."""

    model: str
    result: Result
    cost: Cost


def markdown(facts: dict[str, int], rows: Sequence[Row]) -> str:
    sections = {
        "Accuracy": _accuracy(rows),
        "Beyond accuracy": _beyond(rows),
        "By length of the history": _cuts(rows, "by_history", ("rmse", "ndcg@10", "recall@20")),
        "RMSE by popularity of the film": _cuts(rows, "by_popularity", ("rmse",)),
        "The popularity setting": _curves(rows),
        "Cost": _costs(rows),
    }
    return _page("Leaderboard", facts, sections)


def cold_markdown(facts: dict[str, int], rows: Sequence[ColdRow]) -> str:
    names = list(rows[0].figures)
    body = ([row.model, *(_cell(row.figures[name]) for name in names)] for row in rows)
    table = _table(["model", *names], body)
    return _page("Films without ratings", facts, {"Ranked among themselves": table})


Table = list[list[str]]


def _table(header: Sequence[str], body: Iterable[list[str]]) -> Table:
    return [list(header), ["---"] * len(header), *body]


def _page(title: str, facts: dict[str, int], sections: dict[str, Table]) -> str:
    lines = [f"# {title}", "", ", ".join(f"{name}: {n:,}" for name, n in facts.items()) + "."]
    lines.append("In brackets: 95% intervals, by the bootstrap over members.")
    for heading, table in sections.items():
        lines += ["", f"## {heading}", "", *(f"| {' | '.join(cells)} |" for cells in table)]
    return "\n".join(lines) + "\n"


def _accuracy(rows: Sequence[Row]) -> Table:
    names = list(rows[0].result.accuracy)
    body = ([row.model, *(_cell(row.result.accuracy[name]) for name in names)] for row in rows)
    return _table(["model", *names], body)


def _beyond(rows: Sequence[Row]) -> Table:
    names = list(rows[0].result.beyond)
    body = (
        [row.model, str(row.result.coverage), *(_cell(row.result.beyond[name]) for name in names)]
        for row in rows
    )
    return _table(["model", COVERAGE, *names], body)


def _cuts(rows: Sequence[Row], cuts: str, names: Sequence[str]) -> Table:
    body = (
        [row.model, cut.label, str(cut.members), str(cut.ratings)]
        + [_cell(cut.figures[name]) for name in names]
        for row in rows
        for cut in getattr(row.result, cuts)
    )
    return _table(["model", "part", "members", "ratings", *names], body)


def _curves(rows: Sequence[Row]) -> Table:
    body = (
        [
            *(row.model, f"{point.popularity:g}", str(point.members), _cell(point.ndcg)),
            *(str(point.coverage), _cell(point.median_popularity)),
        ]
        for row in rows
        for point in row.result.popularity_curve
    )
    header = ["model", "popularity", "members", "ndcg@10", COVERAGE, "median_popularity@10"]
    return _table(header, body)


def _costs(rows: Sequence[Row]) -> Table:
    header = ["model", "training s", "predict ms", "score ms", "peak MB", "artifact MB"]
    return _table(header, ([row.model, *_cost(row.cost)] for row in rows))


def _cost(cost: Cost) -> list[str]:
    size = "-" if cost.artifact_bytes is None else f"{cost.artifact_bytes / 2**20:.1f}"
    times = [f"{cost.predict_ms:.2f}", f"{cost.score_ms:.2f}"]
    return [f"{cost.training_seconds:.1f}", *times, f"{cost.peak_mb:.0f}", size]


def _cell(interval: Interval) -> str:
    if math.isnan(interval.mean):
        return "-"
    digits = 0 if interval.mean >= LARGE else 4
    mean, low, high = (f"{value:,.{digits}f}" for value in interval)
    return f"{mean} ({low} to {high})"
