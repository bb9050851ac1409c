"""Take a list in, from a CSV or by name."""

from datetime import UTC, datetime, timedelta

from pydantic import ValidationError

from app.lists import keep
from app.lists.answer import KeptList
from app.problems import problem
from app.recommendations.query import refusal
from app.services import Services
from app.uploads.answer import SHOWN, Unmatched
from app.uploads.listed import MOST_LISTED, FilmList, SeenFilm, match
from scrapers.errors import ExportError
from scrapers.export.records import WHY
from scrapers.export.sheets import Sheet, read_film_list
from scrapers.export.tables import Row

FILE = "The list"


def take_csv(services: Services, data: bytes) -> KeptList:
    """A list as Letterboxd exports it, or any CSV with titles in a column Name or Title.

    Raises Problem: invalid_request, uploads_unavailable.
    """
    try:
        sheet = read_film_list(FILE, data)
    except ExportError as error:
        raise problem("invalid_request", reason=str(error).rstrip(".")) from error
    unreadable = [
        Unmatched(file=None, row=row.row, title=row.title, year=row.year, why=WHY[row.why])
        for row in sheet.unreadable
    ]
    return take_films(services, _films(sheet), sheet.name, unreadable)


def _films(sheet: Sheet) -> FilmList:
    if not 0 < len(sheet.rows) <= MOST_LISTED:
        raise problem("invalid_request", reason=f"A list has 1 to {MOST_LISTED} films")
    try:
        return FilmList(films=[_film(row) for row in sheet.rows])
    except ValidationError as error:
        raise refusal(error) from error


def _film(row: Row) -> SeenFilm:
    return SeenFilm(film_id=row.film_id, title=row.title, year=row.year)


def take_films(
    services: Services, films: FilmList, name: str = "", unreadable: list[Unmatched] | None = None
) -> KeptList:
    """Raises Problem: uploads_unavailable."""
    taken = match(films, services.catalogue.current())
    lifetime = timedelta(minutes=services.settings.upload_ttl_minutes)
    return KeptList(
        token=keep.keep(services, taken.profile.movie_ids),
        name=name,
        expires_at=datetime.now(UTC) + lifetime,
        films=len(taken.profile.movie_ids),
        unmatched=[*(unreadable or []), *taken.unmatched][:SHOWN],
    )
