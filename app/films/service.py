"""A film's facts, what a member would think of it, and films like it."""

import numpy as np

from app.catalogue.catalogue import Catalogue
from app.films.answer import FilmAnswer, FilmDetails, FilmMeta, FilmPage, MemberView
from app.films.query import FilmQuery
from app.films.similar import similar_films
from app.predictions.query import PredictionQuery
from app.predictions.service import predict
from app.problems import problem
from app.recommendations.answer import MemberMeta, Report, ignore
from app.services import Services
from app.store import films

SHOWN = 60  # characters of a slug that is not known


def look_at(services: Services, slug: str, query: FilmQuery, report: Report = ignore) -> FilmAnswer:
    """Raises Problem: film_not_found, and every reason why the member cannot be answered."""
    catalogue = services.catalogue.current()
    row = catalogue.rows_of([slug]).get(slug)
    if row is None:
        raise problem("film_not_found", slug=slug[:SHOWN])
    by, similar = similar_films(services, catalogue, row, query.limit)
    member, meta = _of_member(services, slug, query, report)
    page = FilmPage(film=_details(services, catalogue, row), member=member, similar=similar)
    return FilmAnswer(data=page, meta=FilmMeta(similar_by=by, member=meta))


def _details(services: Services, catalogue: Catalogue, row: int) -> FilmDetails:
    (facts,) = catalogue.facts(np.array([row], np.intp))
    with services.engine.connect() as connection:
        details = films.details(connection, facts["film_id"])
    return FilmDetails.model_validate(details | facts)


def _of_member(
    services: Services, slug: str, query: FilmQuery, report: Report
) -> tuple[MemberView | None, MemberMeta | None]:
    if query.username is None and query.profile is None:
        return None, None
    asked = PredictionQuery(**query.model_dump(exclude={"limit"}), film=[slug])
    answer = predict(services, asked, report)
    (prediction,) = answer.data
    return MemberView(**prediction.model_dump(exclude={"film"})), answer.meta
