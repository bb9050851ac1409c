"""What the page of a group that people join shows of its state; nobody's secrets but one's own."""

from typing import Any

from app.groups import keep
from app.groups.answer import GroupRecommendations
from app.groups.session import Session
from app.groups.spin import decide
from app.services import Services
from app.web.filters import counted
from app.web.group_views import listed, reel, words
from scrapers.export.archive import MAX_ARCHIVE


def page_shown(services: Services, code: str, session: Session, secret: str) -> dict[str, Any]:
    """The whole page, for whoever has the seat of that secret, if any."""
    return live_shown(services, code, session, secret) | {
        "title": f"Film night {code.upper()} · Projectionist",
        "said": said(session),
        "upload_minutes": services.settings.upload_ttl_minutes,
        "upload_bytes": MAX_ARCHIVE,
    }


def live_shown(services: Services, code: str, session: Session, secret: str) -> dict[str, Any]:
    """The part that changes while people look."""
    seat = session.seat(secret)
    answer = _films(services, code, session)
    picked = decide(answer.data, session.spin) if answer else None
    return {
        "code": code.upper(),
        "session": session,
        "seat": secret if seat else "",
        "me": seat.person.called if seat else None,
        "names": [person.called for person in session.people],
        "answer": answer,
        **words(),
        **reel(answer.data if answer else [], picked.film.film_id if picked else None),
    }


def said(session: Session) -> str:
    """The news, for those who do not see them."""
    if session.choosing:
        return "Choosing films for all of you."
    if session.refused:
        return session.refused
    if session.spin is not None:
        return ""  # the reel speaks for itself when it has stopped
    if session.chosen:
        return "Your films are here."
    if not session.seats:
        return "Nobody has joined yet."
    names = [person.called for person in session.people]
    return f"{counted(len(names), 'member')} here: {listed(names)}."


def _films(services: Services, code: str, session: Session) -> GroupRecommendations | None:
    return keep.find_films(services, code, session.chosen) if session.chosen else None
