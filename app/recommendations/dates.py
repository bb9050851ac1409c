"""When a member watched their films, for answers in which recent viewings count more."""

from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from app.gate import GateFullError
from app.holding import renewing
from app.limits.reading import TooOftenError
from app.profiles.alone import alone
from app.recommendations.answer import Report, Step
from app.recommendations.notices import Notice
from app.recommendations.query import MemberQuery, ModelName, Taste
from app.services import Services
from app.store import diaries, members
from app.store.failures import kept_if_there_is_room
from app.store.members import Days, Profile
from models.recency import recency_weights
from scrapers.errors import ScraperError
from scrapers.history import bulk_days
from scrapers.letterboxd import read_diary

TASTELESS: tuple[ModelName, ...] = ("general", "popular")  # they answer whoever asks the same


def with_days(services: Services, query: MemberQuery, profile: Profile, report: Report) -> Profile:
    """The profile with the days of its diary, if they are asked for; as it is where they cannot
    be had: an answer without them is better than none."""
    if query.taste == "all" or query.model in TASTELESS or profile.source != "pages":
        return profile
    username = profile.username or ""
    with services.engine.connect() as connection:
        if _diary_is_read(connection, username, profile):
            return profile
    try:
        with alone(services, services.gate, username, partial(report, Step("reading"))) as held:
            return _read(services, username, profile, renewing(held, report))
    except (GateFullError, ScraperError, TooOftenError):
        return profile


def _read(services: Services, username: str, profile: Profile, report: Report) -> Profile:
    with services.engine.connect() as connection:
        # Another visitor may have read the diary while this one waited.
        stored = members.load(connection, username)
        if stored and _diary_is_read(connection, username, stored):
            return stored
    days = _last_days(services, username, report)
    with kept_if_there_is_room("the days of a diary"), services.engine.begin() as connection:
        diaries.save(connection, username, days)
    watched_on = [days.get(film) for film in profile.movie_ids.tolist()]
    return replace(profile, watched_on=np.array(watched_on, "datetime64[D]"))


def _diary_is_read(connection: Connection, username: str, profile: Profile) -> bool:
    """Since the profile was; to read that forgets the days."""
    read_at = diaries.read_at(connection, username)
    return read_at is not None and read_at >= profile.read_at


def _last_days(services: Services, username: str, report: Report) -> dict[int, date]:
    """The day of the last viewing of each film in the diary."""
    services.reading.count_more(username)
    entries = read_diary(
        services.letterboxd, username, lambda done, total: report(Step("reading", done, total))
    )
    by_day = sorted(entries, key=lambda entry: entry.watched_date)
    return {entry.film_id: entry.watched_date for entry in by_day}


def believed_days(profile: Profile) -> Days:
    """The profile's days, NaT on those on which many films were marked at once."""
    days = profile.watched_on.copy()
    bulk = bulk_days(days[~np.isnat(days)].tolist())
    days[np.isin(days, np.array(list(bulk), "datetime64[D]"))] = np.datetime64("NaT", "D")
    return days


def dated(profile: Profile) -> int:
    """How many films have a day that can be believed."""
    return int(np.count_nonzero(~np.isnat(believed_days(profile))))


def answered_taste(query: MemberQuery, model: ModelName, profile: Profile) -> Taste:
    """What the model can do of the taste asked for."""
    return "all" if model in TASTELESS or not dated(profile) else query.taste


def undated(query: MemberQuery, model: ModelName, profile: Profile) -> list[Notice]:
    """That there is no day to go by, where one is asked for."""
    if query.taste == "all" or model in TASTELESS or dated(profile):
        return []
    text = (
        "It is not known when the films were watched, so all years count the same: log films in "
        "your diary on Letterboxd, or upload an export that has one."
    )
    return [Notice(code="no_dates", text=text)]


def weights(profile: Profile, taste: Taste) -> NDArray[np.float64]:
    """How much each film of the profile counts, above 0 and at most 1."""
    if taste == "all":
        return np.ones(len(profile.movie_ids))
    return recency_weights(believed_days(profile))
