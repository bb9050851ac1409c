"""The stand-in's own world: well-known films, and invented members with plain tastes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from scrapers.records import ContentType, Film, WatchlistFilm
from scrapers.standin.histories import history
from scrapers.standin.tables import read_table, split_list
from scrapers.standin.tastes import Taste, load_tastes
from scrapers.standin.world import Member

FIRST_ID = 10_001
WITHOUT_POSTER = frozenset({"the-day-the-clown-cried", "rendezvous-with-rama"})
SIMILAR = 6
SUGGESTIONS = ("midnight_marrow", "subtitle_sofa", "curtain_and_cel")


class BuiltinWorld:
    """The same films and members in every process; a member's history is made when first asked."""

    RENAMED = ("mission-impossible-dead-reckoning-part-one", "mission-impossible-dead-reckoning")

    def __init__(self) -> None:
        self._films = {film.slug: film for film in load_films()}
        self._tastes = {taste.username.lower(): taste for taste in load_tastes()}
        self._members: dict[str, Member] = {}

    def film(self, slug: str) -> Film | None:
        return self._films.get(slug)

    def member(self, username: str) -> Member | None:
        key = username.lower()
        if key not in self._tastes:
            return None
        if key not in self._members:
            self._members[key] = self._make(self._tastes[key])
        return self._members[key]

    def renamed(self, slug: str) -> str | None:
        old, new = self.RENAMED
        return new if slug == old else None

    def slugs(self) -> Iterator[str]:
        return iter(self._films)

    def usernames(self) -> Iterator[str]:
        return (taste.username for taste in self._tastes.values())

    def suggestions(self) -> Sequence[str]:
        return SUGGESTIONS

    def _make(self, taste: Taste) -> Member:
        # A member who logged a film before it was renamed still has it under the old slug.
        logged_as = {self.renamed(slug) or slug: slug for slug in taste.includes}
        included = [self._films[slug] for slug in logged_as]
        drawn = history(taste, tuple(self._films.values()), included)
        return Member(
            username=taste.username,
            about=taste.about,
            films=tuple(replace(f, slug=logged_as.get(f.slug, f.slug)) for f in drawn.films),
            watchlist=drawn.watchlist,
            watchlist_private="watchlist_private" in taste.flags,
            profile_private="profile_private" in taste.flags,
        )


@cache
def load_films() -> tuple[Film, ...]:
    """The films of the table; a film's id is its place, so rows are only ever added at the end."""
    rows = enumerate(read_table("films.tsv"))
    return _with_similar([_film(FIRST_ID + place, row) for place, row in rows])


def _with_similar(films: Sequence[Film]) -> tuple[Film, ...]:
    """Each with the next ones of its first genre, as in a ring."""
    alike = defaultdict(list)
    for film in films:
        alike[film.genres[:1]].append(film)
    following = {
        film.slug: [*ring[place + 1 :], *ring[:place]][:SIMILAR]
        for ring in alike.values()
        for place, film in enumerate(ring)
    }
    return tuple(replace(f, similar=tuple(map(_named, following[f.slug]))) for f in films)


def _named(film: Film) -> WatchlistFilm:
    return WatchlistFilm(film.film_id, film.slug, film.title, film.release_year)


def _film(film_id: int, row: dict[str, str]) -> Film:
    slug = row["slug"]
    content_type: ContentType = "tv" if row["type"] == "tv" else "movie"
    return Film(
        film_id=film_id,
        slug=slug,
        title=row["title"],
        release_year=int(row["year"]) if row["year"] else None,
        runtime=int(row["runtime"]) if row["runtime"] else None,
        genres=split_list(row["genres"]),
        countries=split_list(row["countries"]),
        languages=split_list(row["languages"]),
        content_type=content_type,
        letterboxd_rating=float(row["rating"]) if row["rating"] else None,
        letterboxd_rating_count=int(row["count"]) if row["count"] else None,
        poster=None if slug in WITHOUT_POSTER else f"/posters/{slug}.svg",
        directors=split_list(row["directors"]),
        cast=split_list(row["cast"]),
        themes=split_list(row["themes"]),
        synopsis=row["synopsis"] or None,
    )
