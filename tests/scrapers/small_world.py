"""A few films and members for the stand-in, each with one property that matters to a test."""

from collections.abc import Iterator, Sequence

from scrapers.records import Film, LoggedFilm, WatchlistFilm
from scrapers.standin.world import Member

FILMS = [Film(number, f"film-{number}", f"Film {number}", 2000) for number in range(1, 301)]
LOGGED = [
    LoggedFilm(film.film_id, film.slug, film.title, film.release_year, rating=film.film_id % 10 / 2)
    if film.film_id % 10
    else LoggedFilm(film.film_id, film.slug, film.title, film.release_year, liked=True)
    for film in FILMS
]
WANTED = [WatchlistFilm(film.film_id, film.slug, film.title, film.release_year) for film in FILMS]
MEMBERS = {
    member.username.lower(): member
    for member in (
        Member("Ada", "five pages of films, three of a watchlist", LOGGED, WANTED[:70]),
        Member("bob", "one page, a private watchlist", LOGGED[:3], watchlist_private=True),
        Member("carl", "nothing yet"),
        Member("dora", "private", LOGGED, WANTED, profile_private=True),
    )
}


class SmallWorld:
    """film-1 to film-300 and four members; `/film/old-name/` is now film-1."""

    def film(self, slug: str) -> Film | None:
        return next((film for film in FILMS if film.slug == slug), None)

    def member(self, username: str) -> Member | None:
        return MEMBERS.get(username.lower())

    def renamed(self, slug: str) -> str | None:
        return FILMS[0].slug if slug == "old-name" else None

    def slugs(self) -> Iterator[str]:
        return (film.slug for film in FILMS)

    def usernames(self) -> Iterator[str]:
        return iter(MEMBERS)

    def suggestions(self) -> Sequence[str]:
        return list(MEMBERS)[:3]
