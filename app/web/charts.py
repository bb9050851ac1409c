"""What the charts of a page show; the same figures stand in a table below each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.statistics.answer import Category, Statistics, Year

SHOWN = 12  # genres


@dataclass(frozen=True)
class Series:
    """One value a label, None where it is not known. `line` is drawn in stars above the bars;
    `told` is only named when a bar is pointed at."""

    label: str
    values: list[float | None]
    shape: Literal["bar", "line", "told"] = "bar"


@dataclass(frozen=True)
class Chart:
    """`lying` bars have room for long labels; `heading` is of the labels."""

    heading: str
    labels: list[str]
    series: list[Series]
    lying: bool = False


def charts(answer: Statistics) -> dict[str, Chart]:
    """By name, only those that have something to show."""
    genres = answer.breakdowns["genre"].most_watched[:SHOWN]
    decades = sorted(answer.breakdowns["decade"].most_watched, key=lambda it: it.name)
    drawn = {
        "histogram": _histogram(answer) if answer.numbers.rated else None,
        "genres": _counted("Genre", genres, "told") if genres else None,
        "decades": _counted("Decade", decades, "line") if decades else None,
        "years": _years(answer) if answer.years else None,
    }
    return {name: chart for name, chart in drawn.items() if chart}


def _histogram(answer: Statistics) -> Chart:
    bins = answer.histogram
    own = Series("Your ratings", [bar.own for bar in bins])
    crowd = Series("Letterboxd’s averages", [bar.crowd for bar in bins])
    return Chart("Stars", [f"{bar.stars:g}" for bar in bins], [own, crowd])


def _counted(heading: str, categories: Sequence[Category], shape: Literal["line", "told"]) -> Chart:
    series = _films_and_stars(categories, shape)
    return Chart(heading, [it.name for it in categories], series, lying=shape == "told")


def _years(answer: Statistics) -> Chart:
    years = answer.years
    return Chart("Year", [str(year.year) for year in years], _films_and_stars(years, "line"))


def _films_and_stars(
    counted: Sequence[Category | Year], shape: Literal["line", "told"]
) -> list[Series]:
    """Without the stars where nothing is rated."""
    films = Series("Films", [it.films for it in counted])
    means = [None if it.mean is None else round(it.mean, 2) for it in counted]
    rated = any(mean is not None for mean in means)
    return [films, Series("Mean stars", means, shape)] if rated else [films]
