"""The curves as a picture."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from models.evaluate.plot import COLOURS, style
from tests.benchmarks.growth.curves import Curve


def draw(panels: Mapping[str, Sequence[Curve]], path: Path) -> None:
    """An SVG with one panel for each kind of size, named by its title."""
    with style("growth"):
        figure = Figure(figsize=(12, 3.8), layout="constrained")
        every_axes = figure.subplots(1, len(panels), squeeze=False)[0]
        for axes, (title, curves) in zip(every_axes, panels.items(), strict=True):
            _panel(axes, title, curves)
        every_axes[0].set_ylabel("seconds of one processor")
        figure.savefig(path, metadata={"Date": None})


def _panel(axes: Axes, title: str, curves: Sequence[Curve]) -> None:
    for colour, curve in zip(COLOURS, curves, strict=False):
        axes.plot(curve.sizes, curve.seconds, "o-", color=colour, label=curve.name, ms=5)
        for point in zip(curve.sizes, curve.seconds, strict=True):
            axes.annotate(
                f"{point[1]:.2g}", point, (0, 6), textcoords="offset points", ha="center", size=8
            )
    axes.set(title=title, xscale="log", yscale="log")
    axes.margins(x=0.1, y=0.2)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.grid()
    axes.set_axisbelow(True)
    axes.legend(loc="upper left", frameon=False, fontsize=9)
