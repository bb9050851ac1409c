"""An export's ZIP as a profile."""

from collections.abc import Iterator
from datetime import date

from app.catalogue.catalogue import Catalogue
from app.problems import problem
from app.uploads.answer import Unmatched
from app.uploads.imported import with_imported
from app.uploads.profile import Taken, build
from app.uploads.unmatched import fitting
from scrapers.errors import ExportError
from scrapers.export.read import read_export
from scrapers.export.records import WHY, Export, ExportedViewing


def read(data: bytes, catalogue: Catalogue) -> Taken:
    """Raises Problem: invalid_export, upload_too_large, invalid_request."""
    try:
        return _taken(with_imported(read_export(data), catalogue))
    except ExportError as error:
        code = "upload_too_large" if error.reason == "too_large" else "invalid_export"
        raise problem(code, reason=str(error)) from error


def _taken(export: Export) -> Taken:
    """What ratings.csv says of a film comes before the diary."""
    viewings = (*export.diary, *export.reviews)
    rated = {film.film_id: film.rating for film in export.ratings}
    liked = {film.film_id for film in export.likes}
    seen = {film.film_id for film in export.watched} | {film.film_id for film in viewings}
    username = None if export.username is None else export.username.lower()
    stars = _last_given(viewings) | rated
    profile = build(
        "export",
        username,
        seen | rated.keys() | liked,
        stars,
        liked,
        watched_on=_last_watched(viewings),
        watchlist=(film.film_id for film in export.watchlist),
    )
    return Taken(profile, fitting(_unmatched(export)), len(export.unmatched))


def _last_watched(viewings: tuple[ExportedViewing, ...]) -> dict[int, date]:
    days: dict[int, date] = {}
    for viewing in viewings:
        if viewing.watched_date is not None:
            known = days.get(viewing.film_id, viewing.watched_date)
            days[viewing.film_id] = max(known, viewing.watched_date)
    return days


def _last_given(viewings: tuple[ExportedViewing, ...]) -> dict[int, float]:
    """The stars of each film's last viewing that has some."""
    dated = sorted(viewings, key=lambda viewing: str(viewing.watched_date or ""))
    return {viewing.film_id: viewing.rating for viewing in dated if viewing.rating is not None}


def _unmatched(export: Export) -> Iterator[Unmatched]:
    return (
        Unmatched(file=row.file, row=row.row, title=row.title, year=row.year, why=WHY[row.why])
        for row in export.unmatched
    )
