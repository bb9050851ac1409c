"""When to ask again, and after how long."""

import logging

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_any,
)
from tenacity.stop import stop_base
from tenacity.wait import wait_base, wait_exponential_jitter

from scrapers.errors import SiteUnavailableError
from scrapers.patience import is_too_long

log = logging.getLogger(__name__)

MAX_PAUSE_SECONDS = 60.0  # a site that asks for a longer pause is left alone


def retrying(retries: int, backoff: float) -> Retrying:
    """Calls a function up to `retries` times more, as long as that may help.

    It waits for `backoff` seconds, doubled each time, and at least as long as the site asks; not
    for what would come too late.
    """
    return Retrying(
        stop=stop_any(stop_after_attempt(retries + 1), _TooLate()),
        retry=retry_if_exception(_may_help),
        wait=_Pause(backoff),
        before_sleep=_tell,
        reraise=True,
    )


class _Pause(wait_base):
    """Seconds until the next attempt."""

    def __init__(self, backoff: float) -> None:
        self._backoff = wait_exponential_jitter(
            multiplier=backoff, max=MAX_PAUSE_SECONDS, jitter=backoff
        )

    def __call__(self, retry_state: RetryCallState) -> float:
        error = retry_state.outcome and retry_state.outcome.exception()
        asked = error.retry_after if isinstance(error, SiteUnavailableError) else None
        return max(self._backoff(retry_state), asked or 0.0)


class _TooLate(stop_base):
    """Nobody waits for what comes after the next pause."""

    def __call__(self, retry_state: RetryCallState) -> bool:
        return is_too_long(retry_state.upcoming_sleep)


def _tell(retry_state: RetryCallState) -> None:
    """Not which page: its address names a member."""
    error = retry_state.outcome and retry_state.outcome.exception()
    log.info("asking once more in %.1f s: %s", retry_state.upcoming_sleep, type(error).__name__)


def _may_help(error: BaseException) -> bool:
    return (
        isinstance(error, SiteUnavailableError)
        and error.transient
        and (error.retry_after or 0.0) <= MAX_PAUSE_SECONDS
    )
