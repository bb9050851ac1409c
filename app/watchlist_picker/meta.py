"""What an answer tells of each member's watchlist."""

from app.catalogue.catalogue import Catalogue
from app.services import Services
from app.store import film_urls
from app.watchlist_picker.answer import WatchlistMeta
from app.watchlist_picker.watchers import Watcher

NAMED = 20  # films that the catalogue lacks


def watchlist_meta(services: Services, catalogue: Catalogue, watcher: Watcher) -> WatchlistMeta:
    missing = watcher.watchlist[catalogue.positions(watcher.watchlist) < 0].tolist()
    return WatchlistMeta(
        **watcher.reading.meta.model_dump(),
        on_watchlist=len(watcher.watchlist),
        known=len(watcher.watchlist) - len(missing),
        pending=len(missing),
        pending_titles=_titles(services, missing),
    )


def _titles(services: Services, film_ids: list[int]) -> list[str]:
    if not film_ids:
        return []
    with services.engine.connect() as connection:
        names = film_urls.names(connection, film_ids)
    return [f"{title} ({year})" for title, year in sorted(names)[:NAMED]]
