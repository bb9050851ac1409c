"""A folder of IMDb's files into the store."""

from pathlib import Path

from app.imports.imdb.people import with_people
from app.imports.imdb.titles import read_titles
from app.imports.keeping import keep
from app.services import Services


def import_imdb(services: Services, folder: Path, least_votes: int) -> dict[str, int]:
    """What was done, in figures by what they are. Raises ImportRefusedError."""
    titles = read_titles(folder, least_votes)
    films = with_people(folder, titles.films, titles.bad_rows)
    stored = keep(services, "imdb", films.values())
    return {
        "films read": len(films),
        "films added": stored.added,
        "films changed": stored.changed,
        "rows that cannot be used": titles.bad_rows.total(),
    }
