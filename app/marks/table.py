"""Marks as a table."""

from app.formats import Table
from app.importable import importable
from app.marks.answer import Marks
from app.services import Services


def table(services: Services, answer: Marks) -> Table:
    listed = [(mark.film, {"Kind": mark.kind, "At": mark.at.isoformat()}) for mark in answer.data]
    return importable(services, listed, ["Kind", "At"])
