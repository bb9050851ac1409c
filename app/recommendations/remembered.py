"""Opinions of this process's latest members: another page or filter needs no other one."""

from hashlib import sha256

from app.mapped import let_go
from app.memory import give_back
from app.recommendations.answer import Report, Step
from app.recommendations.opinions import Known, Opinion, form_opinion
from app.recommendations.query import ModelName
from app.services import Services
from app.store.members import Profile


def opinion_of(
    services: Services, model: ModelName, known: Known, popularity: float, report: Report
) -> Opinion:
    """As form_opinion(), one after the other. Raises Problem: busy, films_pending,
    films_unknown."""
    ground = (known.catalogue, known.serving.collaborative, known.serving.general)
    key = (model, known.taste, popularity, _digest(known.profile))
    found = services.opinions.find(ground, key)
    if found is not None:
        return found
    with services.cold.turn(lambda before: report(Step("waiting", before))):
        report(Step("training"))
        formed = form_opinion(model, known, popularity)
        give_back()
        let_go()
    services.opinions.keep(ground, key, formed)
    return formed


def _digest(profile: Profile) -> str:
    """Of all that a model may learn from."""
    films = (profile.movie_ids, profile.stars, profile.liked, profile.watched_on)
    return sha256(b"".join(array.tobytes() for array in films)).hexdigest()
