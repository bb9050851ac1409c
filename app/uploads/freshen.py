"""What a member has watched since they made their export."""

from datetime import date, timedelta

import numpy as np

from app.profiles.feed import newest_if_any
from app.profiles.freshen import freshened
from app.services import Services
from app.store import opted_out
from app.store.failures import DATABASE_ERRORS
from app.store.members import Profile
from scrapers.letterboxd import normalise_username

DAY = timedelta(days=1)


def freshen(services: Services, profile: Profile) -> Profile:
    """The profile of an upload with what its member's feed adds, if it names one whose feed can
    be read. It is only for the answer: what is kept of the upload stays as it was."""
    username = asked_for(services, profile)
    kept = newest_if_any(services, username) if username else None
    return profile if kept is None else freshened(services, profile, kept, _day_after(profile))


def asked_for(services: Services, profile: Profile) -> str | None:
    """Whose feed may be read, if anybody's."""
    username = _username(profile)
    if username is None:
        return None
    try:
        with services.engine.connect() as connection:
            return None if opted_out.among(connection, [username]) else username
    except DATABASE_ERRORS:  # who might not want it is left alone; the upload is an answer too
        return None


def _username(profile: Profile) -> str | None:
    """An export may name whatever it likes."""
    try:
        return normalise_username(profile.username or "")
    except ValueError:
        return None


def _day_after(profile: Profile) -> date:
    """The day after the newest one in the export; the last of all days where it has none."""
    days = profile.watched_on[~np.isnat(profile.watched_on)]
    newest: date = days.max().item() if len(days) else date.max
    return min(newest, date.max - DAY) + DAY
