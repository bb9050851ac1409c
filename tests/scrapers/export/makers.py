"""Small exports, each with what a test is about."""

import io
import zipfile

from scrapers.export.boxd import short_link
from scrapers.export.read import read_export
from scrapers.export.records import Export

FILM = "Date,Name,Year,Letterboxd URI"
RATINGS = f"{FILM},Rating"
DIARY = f"{FILM},Rating,Rewatch,Tags,Watched Date"
REVIEWS = f"{FILM},Rating,Rewatch,Review,Tags,Watched Date"
LANTERN = f"2024-03-01,The Lantern,2019,{short_link(51171)}"
WATCHED = f"{FILM}\n{LANTERN}\n"


def make_zip(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read(**files: str | bytes) -> Export:
    """The export with these files, named without `.csv`; `__` stands for a slash."""
    return read_export(make_zip({f"{n.replace('__', '/')}.csv": t for n, t in files.items()}))


def lines(*rows: str) -> str:
    return "".join(f"{row}\r\n" for row in rows)
