"""`python -m scrapers parse export FILE`."""

import json
from pathlib import Path
from typing import Any

import pytest

from scrapers.__main__ import main
from scrapers.export.boxd import short_link
from tests.scrapers.export.makers import DIARY, LANTERN, RATINGS, WATCHED, lines, make_zip

ENTRIES = [
    f"2024-03-02,{title},2019,{short_link(7, 'viewing')},4,Yes,,2024-03-01"
    for title in ("The Lantern", "Unknown")
]
EXPORT = make_zip(
    {
        "watched.csv": WATCHED,
        "ratings.csv": lines(RATINGS, f"{LANTERN},4"),
        "diary.csv": lines(DIARY, *ENTRIES),
    }
)


@pytest.fixture
def printed(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Any:
    def run(*options: str) -> Any:
        (tmp_path / "export.zip").write_bytes(EXPORT)
        main(["parse", "export", str(tmp_path / "export.zip"), *options])
        return json.loads(capsysbinary.readouterr().out)

    return run


def test_counts_and_unmatched_rows_are_printed(printed: Any) -> None:
    shown = printed()
    assert shown["rows"] == {"diary.csv": 2, "ratings.csv": 1, "watched.csv": 1}
    assert shown["counts"]["diary"] == 1
    assert shown["unmatched"] == [
        {"file": "diary.csv", "row": 3, "title": "Unknown", "year": 2019, "why": "not_found"}
    ]
    assert "ratings" not in shown


def test_all_records_are_printed_if_asked_for(printed: Any) -> None:
    shown = printed("--full")
    lantern = {"film_id": 51171, "title": "The Lantern", "year": 2019}
    assert shown["ratings"] == [lantern | {"rating": 4.0, "date": "2024-03-01"}]
    assert shown["watched"] == [lantern | {"date": "2024-03-01"}]
    assert shown["diary"] == [
        lantern | {"rating": 4.0, "rewatch": True, "watched_date": "2024-03-01", "log_id": 7}
    ]
    assert (shown["watchlist"], shown["likes"]) == ([], [])


def test_a_file_that_is_no_export_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(b"Date,Name")
    with pytest.raises(SystemExit, match=r"^\S+export.zip: This file is not a ZIP\..*$"):
        main(["parse", "export", str(tmp_path / "export.zip")])
