"""What people do in a group that they have joined."""

import secrets
from collections.abc import Callable

from app.groups import keep
from app.groups.query import Person, Wishes
from app.groups.service import choose
from app.groups.session import Session
from app.problems import Problem, problem
from app.profiles import read_profile
from app.recommendations.query import MOST_SHOWN
from app.services import Services
from app.uploads import keep as uploads
from app.uploads.service import take_export

SECRET_BYTES = 16


def start(services: Services, wishes: Wishes) -> str:
    """The code to join with. Raises Problem: uploads_unavailable."""
    return keep.new(services, Session(wishes=wishes))


def join(services: Services, code: str, username: str) -> str:
    """The secret of the seat. The profile is read now, so that whoever typed it hears of a
    mistake. Raises Problem: group_expired, group_size, and why the profile cannot be read."""
    keep.find(services, code)
    read_profile(services, username, lambda _done, _total: None)
    return _sit(services, code, lambda _: Person(called=username, username=username))


def join_with_export(services: Services, code: str, data: bytes) -> str:
    """The same with an upload. Raises Problem: group_expired, group_size, and as take_export."""
    keep.find(services, code)
    token = take_export(services, data).profile
    name = (uploads.find(services, token).username or "")[:MOST_SHOWN]
    try:
        return _sit(
            services, code, lambda group: Person(called=name or group.next_guest(), profile=token)
        )
    except Problem:
        uploads.forget(services, token)
        raise


def _sit(services: Services, code: str, who: Callable[[Session], Person]) -> str:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    taken: list[str] = []

    def sit(group: Session) -> Session:
        person = who(group)
        taken.append(person.called)
        return group.joined(person, secret)

    session = keep.change(services, code, sit)
    return next(seat.secret for seat in session.seats if seat.person.called == taken[-1])


def leave(services: Services, code: str, secret: str) -> None:
    """Raises Problem: group_expired."""
    keep.change(services, code, lambda group: group.left(secret))


def show_films(services: Services, code: str) -> None:
    """Choose for all who are here; where it fails, whatever the reason, everybody sees that.
    Raises Problem: group_expired."""
    name = secrets.token_urlsafe(SECRET_BYTES)
    session = keep.change(services, code, lambda group: group.choosing_as(name))
    if session.choosing is None or session.choosing.name != name:
        return
    refused: str | None = _words(problem("internal"))  # whatever nobody has thought of
    try:
        _choose(services, code, name, session)
        refused = None
    except Problem as why:
        refused = _words(why)
    finally:
        keep.change(services, code, lambda group: group.finished(name, refused))


def _choose(services: Services, code: str, name: str, session: Session) -> None:
    with services.cold.admitted():
        films = choose(services, session.people, session.wishes)
    keep.keep_films(services, code, name, films)


def _words(refused: Problem) -> str:
    return f"{refused.title}. {refused.detail}"


def spin(services: Services, code: str) -> None:
    """Raises Problem: group_expired."""
    number = secrets.randbelow(2**32)
    keep.change(services, code, lambda group: group.spun(number))
