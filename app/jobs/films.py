"""The film job: read every due film page into the store. Killed and started again, it goes on."""

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator

from tqdm import tqdm

from app.film_pages import Outcome, scrape
from app.services import Services
from app.store import film_urls
from scrapers.errors import NotFoundError
from scrapers.records import Film

log = logging.getLogger(__name__)

LOG_EVERY_SECONDS = 10


def scrape_films(services: Services) -> Counter[str]:
    """Read all due film pages; how many were `read`, `gone` and `failed`.

    Raises ScrapeStoppedError when the site refuses or cannot be read; what was read is kept.
    """
    with services.engine.connect() as connection:
        slugs = film_urls.due(connection)
    counts: Counter[str] = Counter()
    for outcome in _shown(scrape(services, slugs), len(slugs), counts):
        counts[_kind(outcome)] += 1
    return counts


def _kind(outcome: Outcome) -> str:
    if isinstance(outcome.result, Film):
        return "read"
    return "gone" if isinstance(outcome.result, NotFoundError) else "failed"


def _shown(outcomes: Iterable[Outcome], total: int, counts: Counter[str]) -> Iterator[Outcome]:
    """The outcomes with a progress bar on a terminal, and a log line now and then elsewhere."""
    bar = tqdm(outcomes, total=total, desc="films", unit="film", disable=None)
    logged = time.monotonic()
    for outcome in bar:
        yield outcome
        if bar.disable and time.monotonic() - logged > LOG_EVERY_SECONDS:
            log.info("films: %d of %d done, %s", counts.total(), total, dict(counts))
            logged = time.monotonic()
