"""Picks of watchlists as a table: one column for each member's predicted stars."""

from app.formats import Table
from app.groups.table import column
from app.importable import importable
from app.services import Services
from app.watchlist_picker.answer import Picks


def table(services: Services, answer: Picks) -> Table:
    listed = [
        (item.film, {column(it.member): it.predicted_rating for it in item.members})
        for item in answer.data
    ]
    columns = dict.fromkeys(name for _, said in listed for name in said)
    return importable(services, listed, list(columns))
