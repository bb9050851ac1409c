"""What visitors are told of a failure that nothing else has handled, and the log with it."""

import errno
import logging

from app.problems import Problem, problem
from app.store.failures import DATABASE_ERRORS, reason

log = logging.getLogger(__name__)

RETRY_SECONDS = 30
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def told(error: BaseException, where: object) -> Problem:
    """`where` must not name a member or an upload: it is logged."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, DATABASE_ERRORS):
        log.error("the database fails at %s: %s", where, reason(error))
        return problem("database_unavailable", retry_after=RETRY_SECONDS)
    if isinstance(error, OSError) and error.errno in FULL:
        log.error("the disk is full at %s: %s", where, error.strerror)
        return problem("disk_full", retry_after=RETRY_SECONDS)
    log.error("unexpected error at %s", where, exc_info=error)
    return problem("internal")
