"""Take a profile in, from whichever form it comes in."""

from uuid import uuid4

import numpy as np

from app.gate import GateFullError
from app.problems import problem
from app.profiles import BUSY_SECONDS
from app.services import Services
from app.uploads import export, keep
from app.uploads.answer import SHOWN, Counts, Upload
from app.uploads.listed import FilmList, match
from app.uploads.profile import Taken


def take_export(services: Services, data: bytes) -> Upload:
    """Raises Problem: invalid_export, upload_too_large, invalid_request, busy,
    uploads_unavailable."""
    try:
        with services.uploads.enter(uuid4().hex):
            taken = export.read(data)
    except GateFullError as error:
        raise problem("busy", retry_after=BUSY_SECONDS) from error
    return _answer(services, taken)


def take_list(services: Services, films: FilmList) -> Upload:
    """Raises Problem: uploads_unavailable."""
    return _answer(services, match(films, services.catalogue.current()))


def _answer(services: Services, taken: Taken) -> Upload:
    profile = taken.profile
    kept = keep.keep(services, profile)
    positions = services.catalogue.current().positions(profile.movie_ids)
    return Upload(
        profile=kept.token,
        expires_at=kept.expires_at,
        counts=Counts(
            films=len(profile.movie_ids),
            rated=int(profile.rated.sum()),
            liked=int(profile.liked.sum()),
            in_catalogue=int(np.count_nonzero(positions >= 0)),
            watchlist=0 if profile.watchlist is None else len(profile.watchlist),
            unmatched=len(taken.unmatched),
        ),
        unmatched=taken.unmatched[:SHOWN],
    )
