"""The leaderboard as a picture: how well each model ranks and predicts, and what popularity does.

Needs matplotlib, so nothing imports this module but who draws.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from models.evaluate.protocol import COVERAGE, CurvePoint
from models.evaluate.tables import Row

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")  # Okabe and Ito
SETTINGS = {"hidden gems (-1, -0.5)": -1.0, "as it is (0)": 0.0, "crowd pleasers (0.5, 1)": 1.0}
INK, FAINT = "#222222", "#dddddd"


def draw(rows: Sequence[Row], path: Path) -> None:
    """An SVG of all models, the first on top; models with a popularity setting on the right."""
    colours = {row.model: COLOURS[index % len(COLOURS)] for index, row in enumerate(rows)}
    with style("leaderboard"):
        figure = Figure(figsize=(12, 1.8 + 0.42 * max(len(rows), 6)), layout="constrained")
        ranking, stars, curves = figure.subplots(1, 3, width_ratios=(1, 1, 1.25))
        _intervals(ranking, rows, "ndcg@10", colours)
        ranking.set(title="Ranking", xlabel="NDCG@10, higher is better", xlim=(0, None))
        _intervals(stars, rows, "rmse", colours)
        stars.set(title="Stars", xlabel="RMSE, lower is better", yticklabels=[])
        _curves(curves, rows, colours)
        figure.savefig(path, metadata={"Date": None})


def style(name: str) -> AbstractContextManager[None]:
    """How figures look. `name` is the picture's: the same figures make the same file."""
    return rc_context(
        {
            "font.family": "sans-serif",
            "font.size": 10,
            "text.color": INK,
            "axes.edgecolor": FAINT,
            "axes.labelcolor": INK,
            "axes.spines.right": False,
            "axes.spines.top": False,
            "axes.titlesize": 11,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "xtick.color": INK,
            "ytick.color": INK,
            "grid.color": FAINT,
            "figure.constrained_layout.w_pad": 0.12,
            "svg.hashsalt": name,
        }
    )


def _intervals(axes: Axes, rows: Sequence[Row], metric: str, colours: dict[str, str]) -> None:
    for place, row in enumerate(rows):
        mean, low, high = row.result.accuracy[metric]
        axes.plot([low, high], [place] * 2, color=colours[row.model], lw=5, alpha=0.3)
        axes.plot(mean, place, "o", color=colours[row.model], ms=7, clip_on=False)
        _label(axes, f"{mean:.3f}", (high, place), INK)
    axes.set_yticks(range(len(rows)), [row.model for row in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.margins(x=0.22)
    axes.tick_params(left=False)
    axes.grid(axis="x")
    axes.set_axisbelow(True)


def _curves(axes: Axes, rows: Sequence[Row], colours: dict[str, str]) -> None:
    for row in rows:
        if row.result.popularity_curve:
            _curve(axes, row.result.popularity_curve, row.model, colours[row.model])
    axes.margins(x=0.25)
    axes.set(title="The popularity setting", ylabel="NDCG@10", ylim=(0, None))
    axes.set(xlabel=f"different films shown, {COVERAGE}", xlim=(0, None))
    axes.grid()
    axes.set_axisbelow(True)
    for name, popularity in SETTINGS.items():
        _point(axes, [], [], popularity, INK).set_label(name)
    axes.legend(loc="best", frameon=False, fontsize=9)


def _curve(axes: Axes, points: Sequence[CurvePoint], model: str, colour: str) -> None:
    """One point for each setting; the name of the model is beside its hidden gems."""
    shown, ndcg = [point.coverage for point in points], [point.ndcg.mean for point in points]
    axes.plot(shown, ndcg, color=colour, lw=1.5)
    for point in points:
        _point(axes, [point.coverage], [point.ndcg.mean], point.popularity, colour)
    gems = points[0]
    _label(axes, model, (gems.coverage, gems.ndcg.mean), colour)


def _point(
    axes: Axes, x: Sequence[float], y: Sequence[float], popularity: float, colour: str
) -> Line2D:
    """Hollow where hidden gems are asked for, larger where nothing is."""
    fill, size = "white" if popularity < 0 else colour, 8 if popularity == 0 else 5
    return axes.plot(x, y, "o", color=colour, mfc=fill, ms=size)[0]


def _label(axes: Axes, text: str, place: tuple[float, float], colour: str) -> None:
    """To the right of `place`."""
    axes.annotate(text, place, (8, 0), textcoords="offset points", va="center", color=colour)
