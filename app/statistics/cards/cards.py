"""What is on each card: a title, and figures or bars."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from app.statistics.answer import Category, Kind, Statistics
from models.interface import HIGHEST

CardKind = Literal[
    "summary",
    "histogram",
    "genres",
    "decades",
    "crowd",
    "directors",
    "actors",
    "countries",
    "languages",
    "eras",
    "runtimes",
    "years",
]
CARD_KINDS: tuple[CardKind, ...] = get_args(CardKind)
ROWS = 6
MOST_YEARS = 12  # the latest


@dataclass(frozen=True)
class Row:
    """A label with its figure in words; `length`, 0..1, is of its bar."""

    label: str
    figure: str
    length: float


@dataclass(frozen=True)
class Card:
    """`layout` says how the rows are drawn: as large figures, or as bars lying or standing."""

    title: str
    layout: Literal["figures", "lying", "standing"]
    rows: list[Row]


def card_of(kind: CardKind, answer: Statistics) -> Card:
    return CARDS[kind](answer)


def _summary(answer: Statistics) -> Card:
    numbers, styles = answer.numbers, answer.styles
    figures = [
        ("films", f"{numbers.films:,}"),
        ("hours watched", f"{numbers.hours:,.0f}"),
        ("mean rating", _stars(numbers.own.mean if numbers.own else None)),
        ("to Letterboxd", _signed(numbers.differential.mean if numbers.differential else None)),
    ]
    title = ", ".join(style for style in (styles.rating, styles.obscurity) if style)
    rows = [Row(label, figure, 0) for label, figure in figures]
    return Card((title or "in figures").capitalize(), "figures", rows)


def _histogram(answer: Statistics) -> Card:
    most = max(*(bar.own for bar in answer.histogram), 1)
    rows = [Row(f"{bar.stars:g}", str(bar.own), bar.own / most) for bar in answer.histogram]
    return Card("How the stars are given", "standing", rows if answer.numbers.rated else [])


def _decades(answer: Statistics) -> Card:
    decades = sorted(answer.breakdowns["decade"].most_watched, key=lambda decade: decade.name)
    return Card("Decades", "standing", _bars(decades, lambda decade: str(decade.films)))


def _crowd(answer: Statistics) -> Card:
    """Half of the rows are films that the member likes more than others do, half less."""
    gaps = [*answer.underrated[: ROWS // 2], *reversed(answer.overrated[: ROWS // 2])]
    most = max((abs(gap.differential) for gap in gaps), default=1) or 1
    rows = [
        Row(gap.film.title, _signed(gap.differential), abs(gap.differential) / most) for gap in gaps
    ]
    return Card("Against the crowd", "lying", rows)


def _years(answer: Statistics) -> Card:
    years = answer.years[-MOST_YEARS:]
    most = max((year.films for year in years), default=1)
    rows = [Row(str(year.year), str(year.films), year.films / most) for year in years]
    return Card("Year by year", "standing", rows)


def _most_watched(title: str, kind: Kind) -> Callable[[Statistics], Card]:
    def card(answer: Statistics) -> Card:
        watched = answer.breakdowns[kind].most_watched[:ROWS]
        return Card(title, "lying", _bars(watched, _counted))

    return card


def _best_rated(title: str, kind: Kind) -> Callable[[Statistics], Card]:
    def card(answer: Statistics) -> Card:
        best = answer.breakdowns[kind].best_rated[:ROWS]
        rows = [
            Row(it.name, f"{_stars(it.mean)} · {_counted(it)}", (it.mean or 0) / HIGHEST)
            for it in best
        ]
        return Card(title, "lying", rows)

    return card


def _bars(categories: Sequence[Category], figure: Callable[[Category], str]) -> list[Row]:
    most = max((category.films for category in categories), default=1)
    return [Row(it.name, figure(it), it.films / most) for it in categories]


def _counted(category: Category) -> str:
    return "1 film" if category.films == 1 else f"{category.films:,} films"


def _stars(stars: float | None) -> str:
    return "–" if stars is None else f"{stars:.2f}"


def _signed(stars: float | None) -> str:
    return "–" if stars is None else f"{stars:+.2f}".replace("-", "−")


CARDS: dict[CardKind, Callable[[Statistics], Card]] = {
    "summary": _summary,
    "histogram": _histogram,
    "genres": _most_watched("Genres", "genre"),
    "decades": _decades,
    "countries": _most_watched("Countries", "country"),
    "crowd": _crowd,
    "directors": _best_rated("Favourite directors", "director"),
    "actors": _best_rated("Favourite actors", "actor"),
    "languages": _most_watched("Languages", "language"),
    "eras": _most_watched("Eras", "era"),
    "runtimes": _most_watched("Running times", "runtime"),
    "years": _years,
}
