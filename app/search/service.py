"""Find films by title."""

from app.recommendations.answer import FilmFacts
from app.search.answer import FoundFilms
from app.search.index import Rows, TitleIndex
from app.search.query import SearchQuery
from app.services import Services


def search(services: Services, query: SearchQuery) -> FoundFilms:
    """At most `limit` films; none if nothing is alike."""
    index = services.titles.current()
    return FoundFilms(data=facts(index, index.find(query.q, query.year, query.limit)))


def facts(index: TitleIndex, rows: Rows) -> list[FilmFacts]:
    return [FilmFacts.model_validate(film) for film in index.catalogue.facts(rows)]
