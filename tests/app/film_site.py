"""Films that are renamed, change and go while a test looks on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, select, text

from app.services import Services
from app.store import film_urls
from app.store.leases import FILM_PAGES
from app.store.schema import film_urls as urls_table
from scrapers.records import Film
from scrapers.standin.builtin import BuiltinWorld

AGE = text(
    "UPDATE projectionist.film_urls SET next_due_at = now() WHERE state IN ('scraped', 'failed')"
)


class FilmWorld(BuiltinWorld):
    """`changes` to films by slug, None for one that is gone; `moved` from old slugs to new."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: dict[str, dict[str, Any] | None] = {}
        self.moved: dict[str, str] = {}

    def film(self, slug: str) -> Film | None:
        changes = self.changes.get(slug, {})
        film = super().film(changes.get("was", slug)) if changes is not None else None
        if film is None or not changes:
            return film
        return replace(film, **{name: to for name, to in changes.items() if name != "was"})

    def renamed(self, slug: str) -> str | None:
        return self.moved.get(slug) or super().renamed(slug)

    def rename(self, old: str, new: str) -> None:
        self.moved[old] = new
        self.changes[new] = {"was": old, "slug": new}


def add(services: Services, slugs: Iterable[str]) -> None:
    with services.engine.begin() as connection:
        film_urls.add(connection, dict.fromkeys(slugs))


def due(connection: Connection) -> list[str]:
    """The slugs to read now, in this order."""
    return list(connection.execute(FILM_PAGES.free()).scalars())


def states(services: Services) -> Counter[str]:
    query = select(urls_table.c.state, func.count()).group_by(urls_table.c.state)
    with services.engine.connect() as connection:
        return Counter({row.state: row.count for row in connection.execute(query)})


def make_due(services: Services) -> None:
    """All pages that were read are to be read again."""
    with services.engine.begin() as connection:
        connection.execute(AGE)


def end_leases(services: Services) -> None:
    """As if the time of all leases were over."""
    statement = "UPDATE projectionist.film_urls SET leased_until = now() WHERE leased_by <> ''"
    with services.engine.begin() as connection:
        connection.execute(text(statement))
