"""The forms in which the API answers: JSON, or a table as CSV."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeVar, cast

from flask import after_this_request, request
from flask.wrappers import Response
from flask_openapi3.models import MediaType, Schema
from pydantic import BaseModel, ConfigDict, Field

from app.asked import Asked
from app.observability.record import phase
from app.problems import problem

Format = Literal["json", "csv"]
Cell = str | int | float | bool | None
Row = Mapping[str, Cell]
Table = tuple[Sequence[Row], Sequence[str]]  # rows, and the names of their columns
Answer = TypeVar("Answer", bound=BaseModel)

JSON, CSV = "application/json", "text/csv"
OFFERED: dict[str, Format] = {
    JSON: "json",
    f"{JSON};charset=utf-8": "json",
    CSV: "csv",
    f"{CSV};charset=utf-8": "csv",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would calculate, not show
TABLE = MediaType(schema=Schema(type="string", description="A header, then a line for each film."))
# The setting of an answer's model that tells of its other form in the description of the API.
ALSO_CSV = cast(ConfigDict, {"openapi_extra": {"content": {CSV: TABLE}}})


class Formatted(Asked):
    """A question that may be answered in several forms."""

    format: Format | None = Field(
        None, description="csv: a table that Letterboxd can import. Instead of the header Accept."
    )


def answered(
    wanted: Format | None, ask: Callable[[], Answer], table: Callable[[Answer], Table]
) -> Response:
    """What `ask` returns, in the form that is wanted or that the request accepts.

    Raises Problem: not_acceptable before it asks.
    """
    chosen = wanted or _accepted()
    answer = ask()
    with phase("render"):
        if chosen == "json":
            return _tagged(Response(answer.model_dump_json(), mimetype=JSON))
        attachment = {"Content-Disposition": "attachment; filename=films.csv"}
        return _tagged(Response(table_csv(*table(answer)), mimetype=CSV, headers=attachment))


def _tagged(response: Response) -> Response:
    """Whoever has it already is told so instead of being sent it again."""
    response.add_etag()
    response.make_conditional(request)
    return response


def table_csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """With a header. An apostrophe stands before text that a spreadsheet would take for a
    formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(_plain, columns))
    writer.writerows([_plain(row[name]) for name in columns] for row in rows)
    return text.getvalue()


def _accepted() -> Format:
    after_this_request(_vary)
    accepted = request.accept_mimetypes
    if not accepted:
        return "json"
    best = accepted.best_match(OFFERED)
    if best is None:
        raise problem("not_acceptable", kinds=f"{JSON} and {CSV}")
    return OFFERED[best]


def _plain(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _vary(response: Response) -> Response:
    response.vary.add("Accept")
    return response
