"""The plots of the jobs' summaries, as text in Mermaid's language."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.jobs.plots import Pace, bars, pie
from app.jobs.quality import Measured
from models.evaluate.intervals import Interval

FENCE = re.compile(r"```mermaid\n(xychart-beta|pie showData)\n((?: {4}.+\n)+)```\n")
LABELS = st.text(max_size=20)
VALUES = st.floats(-1e9, 1e9) | st.sampled_from([math.nan, math.inf, -math.inf])
POINTS = st.dictionaries(LABELS, VALUES, max_size=8)


def lines(plot: str) -> list[str]:
    """What is drawn, if it is one whole plot and nothing else."""
    found = FENCE.fullmatch(plot)
    assert found, plot
    return [line.strip() for line in found[2].splitlines()]


def numbers(line: str) -> list[float]:
    listed = re.fullmatch(r"(?:bar|line) \[([^\]]*)\]", line)
    assert listed, line
    assert "e" not in listed[1]
    return [float(number) for number in listed[1].split(", ")]


def test_bars_stand_from_zero_under_the_highest_point() -> None:
    plot = bars("Pages in each minute", "pages", {"0": 3, "1": 12.5}, {"0": 20, "1": 1})
    assert lines(plot) == [
        'title "Pages in each minute"',
        'x-axis ["0", "1"]',
        'y-axis "pages" 0 --> 20',
        "bar [3, 12.5]",
        "line [20, 1]",
    ]


@given(LABELS, POINTS)
def test_any_bars_are_one_whole_plot_of_finite_numbers(
    title: str, points: dict[str, float]
) -> None:
    finite = {label: it for label, it in points.items() if math.isfinite(it)}
    plot = bars(title, title, points)
    if max(finite.values(), default=0) < 0.0001:
        assert plot == ""
    else:
        told = lines(plot)
        assert numbers(told[-1]) == pytest.approx(list(finite.values()), abs=1e-4)
        assert told[1].count('"') == 2 * len(finite)


@given(LABELS, st.dictionaries(LABELS, st.integers(-2, 100), max_size=8))
def test_any_pie_is_one_whole_plot(title: str, shares: dict[str, int]) -> None:
    plot = pie(title, shares)
    above = [share for share in shares.values() if share > 0]
    if not above:
        assert plot == ""
    else:
        assert [int(line.split(" : ")[1]) for line in lines(plot)[1:]] == above


HOSTILE = [
    "```\n# Owned",
    '"]\n    bar [9]',
    "<img src=x onerror=alert(1)>",
    "%%{init: {}}%%",
    'x" : 1\n"y',
    "#quot;; click",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_label_stays_a_label(hostile: str) -> None:
    drawn = lines(bars(hostile, hostile, {hostile: 1.0, "b": 2.0}))
    assert [line.split()[0] for line in drawn] == ["title", "x-axis", "y-axis", "bar"]
    assert len(lines(pie(hostile, {hostile: 1, "b": 2}))) == 3
    for plot in (bars(hostile, hostile, {hostile: 1.0}), pie(hostile, {hostile: 1})):
        assert not re.search(r"[<%#;{]", plot)


def test_a_figure_that_is_not_known_is_left_out_of_both_series() -> None:
    plot = bars("t", "u", {"a": 1.0, "b": 2.0}, {"a": math.nan, "b": 1.0})
    assert lines(plot)[-2:] == ["bar [2]", "line [1]"]


@pytest.mark.parametrize("minutes", [0, 1, 30, 31, 330])
def test_the_pace_of_a_run_of_any_length_fits_in_thirty_bars(
    minutes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, *(60.0 * n for n in range(minutes)), *(60.0 * n for n in range(minutes))])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    pace = Pace()
    for _ in range(2 * minutes):
        pace.count()
    points = pace.points()
    assert len(points) <= 30
    assert set(points.values()) == ({2.0} if minutes else set())
    assert list(points)[:1] == (["0"] if minutes else [])


FIGURES = {"rmse": Interval(0.7, 0.6, 0.8), "ndcg@10": Interval(0.3, 0.2, 0.4)}


def test_a_training_is_drawn_beside_the_model_that_served() -> None:
    gains = {"rmse": Interval(0.02, 0, 0.04), "ndcg@10": Interval(0.05, 0, 0.1)}
    told = lines(Measured(FIGURES, gains).plot())
    assert told[1] == 'x-axis ["RMSE", "NDCG@10"]'
    assert told[-2:] == ["bar [0.7, 0.3]", "line [0.72, 0.25]"]


def test_a_training_without_anything_to_compare_with_is_drawn_alone() -> None:
    assert lines(Measured(FIGURES, note="no model serves yet").plot())[-1] == "bar [0.7, 0.3]"
    assert Measured(note="too few members").plot() == ""
