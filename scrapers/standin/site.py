"""What the site answers to a path when nothing goes wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from scrapers.records import ErrorKind, Film
from scrapers.standin.diary import diary, lists
from scrapers.standin.posters import poster
from scrapers.standin.render import (
    error_page,
    film_page,
    member_films_page,
    rating_histogram,
    watchlist_page,
)
from scrapers.standin.render_member import diary_page, feed, likes_page, profile_page
from scrapers.standin.routes import ROBOTS, ROUTES
from scrapers.standin.world import Member, World


class Listing(NamedTuple):
    """A kind of page with so many items on it."""

    render: Callable[..., str]
    size: int


FILMS = Listing(member_films_page, 72)
LIKES = Listing(likes_page, 72)
WATCHLIST = Listing(watchlist_page, 28)
DIARY = Listing(diary_page, 50)
RECENT = 4
POSTER_SECONDS = 86_400
NOT_FOUND = 404
STATUSES: dict[ErrorKind, int] = {
    "not_found": NOT_FOUND,
    "private": 403,
    "blocked": 403,
    "rate_limited": 429,
    "unknown": 403,
}


class Refusal(Exception):
    """There is an error page instead."""

    def __init__(self, kind: ErrorKind) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Site:
    """The pages of `world`, in a generation of markup; a film's takes about `page_bytes`."""

    world: World
    generation: int
    page_bytes: int = 0

    def answer(self, request: Request) -> Response:
        try:
            endpoint, arguments = ROUTES.bind_to_environ(request.environ).match()
            view: Callable[..., Response] = getattr(self, f"_{endpoint}")
            return view(request.host_url.rstrip("/"), **arguments)
        except Refusal as refusal:
            return self.error(refusal.kind)
        except HTTPException as error:
            return self.error("not_found") if error.code == NOT_FOUND else _bare(error)

    def error(self, kind: ErrorKind) -> Response:
        page = error_page(kind, generation=self.generation)
        return Response(page, status=STATUSES[kind], mimetype="text/html")

    def _robots(self, _base_url: str) -> Response:
        return Response(ROBOTS, mimetype="text/plain")

    def _film(self, base_url: str, slug: str) -> Response:
        renamed = self.world.renamed(slug)
        if renamed is not None:
            return _redirect(f"/film/{renamed}/", 301)
        film = self._known(slug)
        page = film_page(
            film, base_url=base_url, generation=self.generation, page_bytes=self.page_bytes
        )
        return _html(page, "Film")

    def _histogram(self, _base_url: str, slug: str) -> Response:
        return _html(rating_histogram(self._known(slug), generation=self.generation))

    def _poster(self, _base_url: str, slug: str) -> Response:
        response = Response(poster(self._known(slug)), mimetype="image/svg+xml")
        response.cache_control.max_age = POSTER_SECONDS
        return response

    def _tmdb(self, _base_url: str, number: int) -> Response:
        return self._numbered("tmdb_id", number)

    def _imdb(self, _base_url: str, number: str) -> Response:
        return self._numbered("imdb_id", number)

    def _profile(self, base_url: str, username: str) -> Response:
        member = self._visible(username)
        recent = diary(member)[:RECENT]
        page = profile_page(member, recent, base_url=base_url, generation=self.generation)
        return _html(page, "Member")

    def _films(self, base_url: str, username: str, page: int = 1) -> Response:
        member = self._visible(username)
        return self._listed(FILMS, member, member.films, page, base_url)

    def _likes(self, base_url: str, username: str, page: int = 1) -> Response:
        member = self._visible(username)
        liked = [film for film in member.films if film.liked]
        return self._listed(LIKES, member, liked, page, base_url)

    def _diary(self, base_url: str, username: str, page: int = 1) -> Response:
        member = self._visible(username)
        return self._listed(DIARY, member, diary(member), page, base_url)

    def _watchlist(self, base_url: str, username: str, page: int = 1) -> Response:
        member = self._visible(username)
        if member.watchlist_private:
            raise Refusal("private")
        return self._listed(WATCHLIST, member, member.watchlist, page, base_url)

    def _feed(self, base_url: str, username: str) -> Response:
        member = self._visible(username)
        newest = diary(member)[: DIARY.size]
        known = [(viewing, self.world.film(viewing.film.slug)) for viewing in newest]
        body = feed(member.username, known, lists(member), base_url=base_url)
        return Response(body, mimetype="application/rss+xml")

    def _known(self, slug: str) -> Film:
        film = self.world.film(slug)
        if film is None:
            raise Refusal("not_found")
        return film

    def _visible(self, username: str) -> Member:
        member = self.world.member(username)
        if member is None or member.profile_private:
            raise Refusal("private" if member else "not_found")
        return member

    def _numbered(self, name: str, number: int | str) -> Response:
        """To the film that has this number elsewhere; it may take asking every film."""
        for slug in self.world.slugs():
            if getattr(self.world.film(slug), name) == number:
                return _redirect(f"/film/{slug}/", 302)
        raise Refusal("not_found")

    def _listed(
        self, listing: Listing, member: Member, items: Sequence[Any], page: int, base_url: str
    ) -> Response:
        """One page of the items; beyond the last one there is a page without any."""
        last_page = max(1, -(-len(items) // listing.size))
        shown = items[(page - 1) * listing.size : page * listing.size]
        return _html(
            listing.render(
                member.username,
                shown,
                page,
                last_page,
                len(items),
                base_url=base_url,
                generation=self.generation,
            )
        )


def _html(page: str, kind: str | None = None) -> Response:
    """A page; a film's and a member's say in a header what they are."""
    headers = {"x-letterboxd-type": kind} if kind else {}
    return Response(page, mimetype="text/html", headers=headers)


def _redirect(path: str, status: int) -> Response:
    return Response(status=status, headers={"Location": path})


def _bare(error: HTTPException) -> Response:
    """A redirect to the path with the last slash, and the like, without a page."""
    answer = error.get_response()
    kept = {name: value for name, value in answer.headers if name in ("Location", "Allow")}
    return Response(status=answer.status, headers=kept)
