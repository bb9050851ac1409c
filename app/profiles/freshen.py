"""What a feed adds to a profile."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

import numpy as np

from app.profiles.feed import KeptFeed
from app.profiles.merge import Viewing, is_since, merged
from app.services import Services
from app.store import film_urls
from app.store.failures import kept_if_there_is_room
from app.store.members import FeedRead, Profile
from scrapers.history import watch_order
from scrapers.records import FeedItem


def freshened(services: Services, profile: Profile, kept: KeptFeed, since: date) -> Profile:
    """The profile with the feed's viewings of `since` or later, or of films that it lacks.

    Films that have no known id are noted for the film job, and counted.
    """
    ids = _movie_ids(services, {item.slug for item in kept.viewings if item.slug})
    unknown = [item for item in kept.viewings if item.slug not in ids]
    _note(services, unknown)
    unmatched = {i.slug or i.title for i in unknown if is_since(i.watched_date, since)}
    return replace(
        merged(profile, _viewings(kept.viewings, ids), since),
        feed=FeedRead(kept.read_at, len(kept.viewings), len(unmatched)),
    )


def feed_alone(services: Services, username: str, kept: KeptFeed) -> Profile:
    """A small profile: what the feed says."""
    return freshened(services, _nothing(username, kept.read_at), kept, date.min)


def _nothing(username: str, read_at: datetime) -> Profile:
    return Profile(
        username=username,
        read_at=read_at,
        movie_ids=np.empty(0, np.int64),
        stars=np.empty(0, np.float64),
        liked=np.empty(0, np.bool_),
        watched_on=np.empty(0, "datetime64[D]"),
        source="feed",
    )


def _movie_ids(services: Services, slugs: set[str]) -> dict[str, int]:
    """The film ids of those slugs that the catalogue has, or a member's page named."""
    catalogue = services.catalogue.current()
    rows = catalogue.rows_of(slugs)
    ids = {slug: int(catalogue.films.ids.values[row]) for slug, row in rows.items()}
    with services.engine.connect() as connection:
        return ids | film_urls.movie_ids(connection, slugs - ids.keys())


def _note(services: Services, unknown: Iterable[FeedItem]) -> None:
    slugs = {item.slug for item in unknown if item.slug}
    with kept_if_there_is_room("films of a feed"), services.engine.begin() as connection:
        film_urls.add(connection, dict.fromkeys(slugs))


def _viewings(items: Sequence[FeedItem], ids: dict[str, int]) -> list[Viewing]:
    """The viewings of known films, the oldest first."""
    history = watch_order(items)
    entries = [*history.undated, *(watch.entry for watch in history.watches)]
    return [
        Viewing(ids[entry.slug], entry.rating, entry.liked, entry.watched_date)
        for entry in entries
        if entry.slug in ids
    ]
