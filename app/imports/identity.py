"""The ids and slugs of films that have none on Letterboxd: made from those they have elsewhere.

The same film always gets the same ones, so that importing it again changes nothing.
"""

import re
from urllib.parse import quote

from app.store.merging import FIRST_IMPORTED

IMDB_ID = re.compile(r"tt([0-9]{7,10})")
MOST_TMDB = 2**31 - 1
OWN_SLUG = re.compile(r"(tmdb|imdb|movielens)-(.+)")
RANGE = FIRST_IMPORTED  # of the ids made from each source; no source has as many films
PLACES = {"tmdb": 1, "imdb": 2, "movielens": 3}


def identity(
    tmdb_id: int | None, imdb_id: str | None, movielens_id: int | None = None
) -> tuple[int, str]:
    """The id and slug of a film, by the first of these that it has; raises ValueError if none."""
    if tmdb_id is not None:
        return RANGE * PLACES["tmdb"] + tmdb_id, f"tmdb-{tmdb_id}"
    if imdb_id is not None:
        return RANGE * PLACES["imdb"] + int(imdb_id.removeprefix("tt")), f"imdb-{imdb_id}"
    if movielens_id is not None:
        return RANGE * PLACES["movielens"] + movielens_id, f"movielens-{movielens_id}"
    raise ValueError("a film without an id")


def address(site_url: str, movie_id: int, slug: str, title: str) -> str:
    """A film's page on Letterboxd, which leads there by TMDB's and IMDb's ids too; a search for
    what has neither."""
    own = OWN_SLUG.fullmatch(slug) if movie_id >= FIRST_IMPORTED else None
    if own is None:
        return f"{site_url}/film/{slug}/"
    if own[1] == "movielens":
        return f"{site_url}/search/films/{quote(title, safe='')}/"
    return f"{site_url}/{own[1]}/{own[2]}/"
