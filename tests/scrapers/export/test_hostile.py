"""Whatever the bytes are, they are read or refused with an ExportError."""

import json
import zipfile
from dataclasses import asdict
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scrapers.errors import ExportError
from scrapers.export.read import read_export
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.export import export_zip
from tests.scrapers.export import makers
from tests.scrapers.export.makers import make_zip

MEMBER = BuiltinWorld().member("midnight_marrow")
assert MEMBER
WHOLE = export_zip(MEMBER)
STORED = make_zip({"watched.csv": makers.WATCHED, "profile.csv": "a"}, zipfile.ZIP_STORED)
FILES = (
    *("watched.csv", "ratings.csv", "diary.csv", "reviews.csv", "watchlist.csv"),
    *("likes/films.csv", "lists/best.csv", "profile.csv"),
)
HEADERS = (
    *(makers.FILM, makers.RATINGS, makers.DIARY, makers.REVIEWS, "Username"),
    *("Letterboxd list export v7", "Position,Name,Year,URL,Description"),
)
cells = st.one_of(
    st.sampled_from(["", "The Lantern", "2019", "https://boxd.it/297o", "4.5", "Yes", '"']),
    st.text(max_size=8),
)
rows = st.lists(cells, max_size=10).map(",".join)
tables = st.builds(
    lambda header, lines, end: end.join([header, *lines, ""]).encode("utf-8", "surrogatepass"),
    st.sampled_from(HEADERS) | rows,
    st.lists(rows | st.sampled_from(HEADERS), max_size=5),
    st.sampled_from(["\r\n", "\n", "\r"]),
)
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
names = st.text(characters, min_size=1) | st.text(characters).map("lists/{}.csv".format)


def read_or_refuse(data: bytes) -> None:
    """Any error but ExportError fails the test, and so does a record that is no JSON."""
    try:
        export = read_export(data)
    except ExportError as error:
        assert error.reason
        assert str(error)
    else:
        json.dumps(asdict(export), default=date.isoformat, allow_nan=False).encode()


@example(b"PK\x05\x06" + b"\0" * 18)
@example(b"PK\x05\x06" + b"\xff" * 18)
@example(b"PK\x06\x06" + b"\xff" * 52 + b"PK\x06\x07" + b"\0" * 16 + b"PK\x05\x06" + b"\xff" * 18)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ExportError):
        read_export(data)


@pytest.mark.parametrize("whole", [WHOLE, STORED])
@settings(max_examples=150)
@given(data=st.data())
def test_a_damaged_export_is_read_or_refused(whole: bytes, data: st.DataObject) -> None:
    directory = whole.index(b"PK\x01\x02")  # most of what can go wrong is from there on
    start = data.draw(st.integers(0, len(whole)) | st.integers(directory, len(whole)))
    length = data.draw(st.integers(0, 20))
    read_or_refuse(whole[:start] + data.draw(st.binary(max_size=20)) + whole[start + length :])


@settings(max_examples=100)
@given(st.data())
def test_changed_bytes_are_read_or_refused(data: st.DataObject) -> None:
    changed = bytearray(STORED)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(STORED) - 1))] = data.draw(st.integers(0, 255))
    read_or_refuse(bytes(changed))


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(FILES), tables | st.binary(max_size=100), min_size=1))
def test_any_tables_are_read_or_refused(files: dict[str, str | bytes]) -> None:
    read_or_refuse(make_zip(files))


@settings(max_examples=100)
@given(st.dictionaries(names, tables))
def test_any_names_are_read_or_refused(files: dict[str, str | bytes]) -> None:
    read_or_refuse(make_zip({**files, "watched.csv": makers.WATCHED}))
