"""From names that people type to those of the catalogue."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

from app.problems import problem
from models.categories import Categories
from scrapers.export.join import plain

NEAREST = 5
SUGGESTED = 3
ALIKE = 60  # per cent
SHOWN = 60  # characters


def codes(facet: str, categories: Categories, asked: Iterable[str]) -> list[int]:
    """The codes of the names, whatever their case and accents. Raises Problem: unknown_value."""
    return [code for name in asked for code in _codes(facet, categories, name)]


def _codes(facet: str, categories: Categories, name: str) -> list[int]:
    wanted = name.casefold()
    same = [code for code, known in enumerate(categories.names) if known.casefold() == wanted]
    return same or _alike(facet, categories, name)


def _alike(facet: str, categories: Categories, name: str) -> list[int]:
    """Names that differ in accents and punctuation alone; the nearest are suggested otherwise."""
    nearest = process.extract(
        name,
        categories.names,
        scorer=fuzz.ratio,
        processor=utils.default_process,
        limit=NEAREST,
        score_cutoff=ALIKE,
    )
    same = [code for known, _, code in nearest if plain(known) == plain(name)]
    if not same:
        raise problem(
            "unknown_value",
            facet=facet,
            name=name[:SHOWN],
            suggestion=_suggestion([known for known, _, _ in nearest[:SUGGESTED]]),
        )
    return same


def _suggestion(names: list[str]) -> str:
    if not names:
        return "Check the spelling."
    *others, last = names
    if not others:
        return f"The nearest name is {last}."
    return f"The nearest names are {', '.join(others)} and {last}."
