"""The leaderboard as JSON and Markdown, and each model's answers as parquet."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from models.evaluate.answers import Answers
from models.evaluate.cold import ColdRow
from models.evaluate.cuts import Cut
from models.evaluate.data import Ratings
from models.evaluate.intervals import Interval
from models.evaluate.members import Members
from models.evaluate.protocol import COVERAGE
from models.evaluate.tables import Row, cold_markdown, markdown


def write_leaderboard(out: Path, facts: dict[str, int], rows: Sequence[Row]) -> None:
    """`facts` are the sizes of the data and the seed."""
    document = {**facts, "models": [_figures(row) for row in rows]}
    (out / "leaderboard.json").write_text(_json(document), encoding="utf-8")
    (out / "leaderboard.md").write_text(markdown(facts, rows), encoding="utf-8")


def write_cold(out: Path, facts: dict[str, int], rows: Sequence[ColdRow]) -> None:
    """The same for films without ratings."""
    models = [{"model": row.model, **_intervals(row.figures)} for row in rows]
    (out / "cold.json").write_text(_json({**facts, "models": models}), encoding="utf-8")
    (out / "cold.md").write_text(cold_markdown(facts, rows), encoding="utf-8")


def write_answers(
    out: Path, model: str, answers: Answers, members: Members, target: Ratings
) -> None:
    """One prediction per row of `target`, in its order; one row per film shown, ranks from 1."""
    stars = np.empty(len(target))
    stars[members.order] = np.concatenate(answers.predictions)
    predictions = {"user": target.users, "film": target.films, "predicted": stars}
    lengths = [len(films) for films in answers.rankings]
    rankings = {
        "user": np.repeat(members.users, lengths),
        "rank": np.concatenate([np.arange(1, n + 1, dtype=np.int32) for n in lengths]),
        "film": np.concatenate(answers.rankings).astype(np.int32),
    }
    pd.DataFrame(predictions).to_parquet(out / f"predictions-{model}.parquet", index=False)
    pd.DataFrame(rankings).to_parquet(out / f"rankings-{model}.parquet", index=False)


def _figures(row: Row) -> dict[str, Any]:
    result = row.result
    return {
        "model": row.model,
        **_intervals({**result.accuracy, **result.beyond}),
        COVERAGE: result.coverage,
        "by_history": [_cut(cut) for cut in result.by_history],
        "by_popularity": [_cut(cut) for cut in result.by_popularity],
        "popularity_curve": [
            {
                "popularity": point.popularity,
                "members": point.members,
                "ndcg@10": point.ndcg._asdict(),
                COVERAGE: point.coverage,
                "median_popularity@10": point.median_popularity._asdict(),
            }
            for point in result.popularity_curve
        ],
        "cost": asdict(row.cost),
    }


def _cut(cut: Cut) -> dict[str, Any]:
    sizes = {"label": cut.label, "members": cut.members, "ratings": cut.ratings}
    return {**sizes, **_intervals(cut.figures)}


def _intervals(figures: dict[str, Interval]) -> dict[str, dict[str, float]]:
    return {name: each._asdict() for name, each in figures.items()}


def _json(document: dict[str, Any]) -> str:
    return json.dumps(_without_nan(document), indent=2, allow_nan=False) + "\n"


def _without_nan(value: Any) -> Any:
    """JSON knows no NaN: null says that there is no figure."""
    if isinstance(value, dict):
        return {key: _without_nan(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_nan(each) for each in value]
    return None if isinstance(value, float) and math.isnan(value) else value
