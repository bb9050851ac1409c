from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from models.evaluate.plot import draw
from models.evaluate.protocol import evaluate
from models.evaluate.tables import Cost, Row
from tests.models.evaluate.test_protocol import BACKGROUND, FILMS, Known, history, target


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    models = {f"model_{n}": Known(np.full(FILMS, 3.0), np.zeros(FILMS), n % 2) for n in range(8)}
    histories, targets = [history(0), history(5)], [target(f2=8, f3=2), target(f0=10, f50=7)]
    cost = Cost(1.0, 1.0, 1.0, 1.0, None)
    return [
        Row(name, evaluate(model, histories, targets, BACKGROUND), cost)
        for name, model in models.items()
    ]


def comments(path: Path) -> str:
    """The words of a plot: its letters are shapes, each text is kept in a comment."""
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
    tree = ElementTree.parse(path, parser)
    words = [node.text or "" for node in tree.iter() if node.tag is ElementTree.Comment]
    return "\n".join(words)


def test_every_model_is_named_and_both_figures_are_explained(
    rows: list[Row], tmp_path: Path
) -> None:
    draw(rows, tmp_path / "plot.svg")
    text = comments(tmp_path / "plot.svg")
    for name in (*(row.model for row in rows), "NDCG@10, higher is better", "RMSE", "hidden gems"):
        assert name in text


def test_the_same_figures_make_the_same_file(rows: list[Row], tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        draw(rows, tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_a_single_model_without_the_popularity_setting_can_be_drawn(
    rows: list[Row], tmp_path: Path
) -> None:
    assert not rows[0].result.popularity_curve
    draw(rows[:1], tmp_path / "plot.svg")
    assert "model_0" in comments(tmp_path / "plot.svg")


def test_a_figure_that_is_missing_is_no_trouble(tmp_path: Path) -> None:
    """No member liked any target film, so nothing says how well the films are ranked."""
    model = Known(np.full(FILMS, 3.0), np.zeros(FILMS), 1.0)
    result = evaluate(model, [history(0)], [target(f2=4)], BACKGROUND)
    assert np.isnan(result.accuracy["ndcg@10"].mean)
    draw([Row("blind", result, Cost(1.0, 1.0, 1.0, 1.0, None))], tmp_path / "plot.svg")
    assert "blind" in comments(tmp_path / "plot.svg")
