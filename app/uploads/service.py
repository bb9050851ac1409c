"""Take a profile in, from whichever form it comes in, and say what is kept of it."""

import numpy as np

from app.gate import GateFullError
from app.problems import problem
from app.profiles.refusals import BUSY_SECONDS
from app.services import Services
from app.uploads import export, keep
from app.uploads.answer import SHOWN, Counts, Upload
from app.uploads.listed import FilmList, match
from app.uploads.profile import Taken


def take_export(services: Services, data: bytes) -> Upload:
    """Raises Problem: invalid_export, upload_too_large, invalid_request, busy,
    uploads_unavailable."""
    try:
        with services.uploads.enter():
            taken = export.read(data, services.catalogue.current())
    except GateFullError as error:
        raise problem("busy", retry_after=BUSY_SECONDS) from error
    return _keep(services, taken)


def take_list(services: Services, films: FilmList) -> Upload:
    """Raises Problem: uploads_unavailable."""
    return _keep(services, match(films, services.catalogue.current()))


def look(services: Services, token: str) -> Upload:
    """What is kept, as it was answered when it came. Raises Problem: profile_expired."""
    return _answer(services, token, keep.find_all(services, token))


def _keep(services: Services, taken: Taken) -> Upload:
    return _answer(services, keep.keep(services, taken), taken)


def _answer(services: Services, token: str, taken: Taken) -> Upload:
    profile = taken.profile
    positions = services.catalogue.current().positions(profile.movie_ids)
    return Upload(
        profile=token,
        expires_at=keep.expiry(services, profile.read_at),
        counts=Counts(
            films=len(profile.movie_ids),
            rated=int(profile.rated.sum()),
            liked=int(profile.liked.sum()),
            in_catalogue=int(np.count_nonzero(positions >= 0)),
            watchlist=0 if profile.watchlist is None else len(profile.watchlist),
            unmatched=taken.unmatched_count,
        ),
        unmatched=taken.unmatched[:SHOWN],
    )
