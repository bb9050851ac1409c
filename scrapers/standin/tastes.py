"""The built-in members' tastes: what each of them likes, how much they watch and how they rate."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scrapers.records import Film
from scrapers.standin.tables import read_table, split_list

STRONGEST = 2.0  # stars; no pile of likes moves a rating further than this


@dataclass(frozen=True, slots=True)
class Taste:
    """One member, as a row of `members.tsv`.

    `weights` are in stars by trait (see `traits`); `mean` is the stars given to an average film
    that the taste is indifferent to. `pull` is how strongly popularity decides what is watched
    (below zero the member digs for the obscure), `zeal` how strongly the taste does. `rated` and
    `liked` are shares (0..1) of `films`; `includes` are slugs of films always among them.
    """

    username: str
    about: str
    weights: Mapping[str, float]
    mean: float
    pull: float
    zeal: float
    films: int
    rated: float
    liked: float
    watchlist: int
    flags: frozenset[str]
    includes: tuple[str, ...]


def load_tastes() -> tuple[Taste, ...]:
    return tuple(_taste(row) for row in read_table("members.tsv"))


def traits(film: Film) -> frozenset[str]:
    """Everything a taste can name: genres, countries, languages, directors, themes and decade."""
    named = (film.genres, film.countries, film.languages, film.directors, film.themes)
    decade = () if film.release_year is None else (f"{film.release_year // 10 * 10}s",)
    return frozenset(decade).union(*named)


def affinity(taste: Taste, film: Film) -> float:
    """How many stars above or below the member's mean the film's traits are worth."""
    here = traits(film)
    total = sum(weight for trait, weight in taste.weights.items() if trait in here)
    return STRONGEST * math.tanh(total / STRONGEST)


def _taste(row: dict[str, str]) -> Taste:
    return Taste(
        username=row["username"],
        about=row["about"],
        weights=_weights(row["taste"]),
        mean=float(row["mean"]),
        pull=float(row["pull"]),
        zeal=float(row["zeal"]),
        films=int(row["films"]),
        rated=float(row["rated"]),
        liked=float(row["liked"]),
        watchlist=int(row["watchlist"]),
        flags=frozenset(split_list(row["flags"])),
        includes=split_list(row["includes"]),
    )


def _weights(cell: str) -> dict[str, float]:
    pairs = (part.rsplit("=", 1) for part in split_list(cell))
    return {trait: float(weight) for trait, weight in pairs}
