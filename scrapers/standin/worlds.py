"""Where the stand-in's films and members come from."""

from pathlib import Path

from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.generated import GeneratedWorld
from scrapers.standin.parquet import ParquetWorld
from scrapers.standin.world import World


def open_world(
    data: Path | None = None,
    films: int | None = None,
    members: int = 1000,
    seed: int = 0,
    history: int | None = None,
) -> World:
    """The films and ratings in `data`, else `films` generated ones, else the built-in ones.
    Generated members have as many films as it comes, or `history` each.

    Raises FileNotFoundError if `data` lacks a file.
    """
    if data is not None:
        return ParquetWorld(data)
    if films is not None:
        return GeneratedWorld(films, members, seed, history=history)
    return BuiltinWorld()
