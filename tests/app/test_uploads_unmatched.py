"""The rows of an upload that could not be used are told of, all of them."""

import csv
import io

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from app.formats import FORMULA
from app.uploads.answer import Unmatched
from app.uploads.unmatched import COLUMNS, MOST_BYTES, as_csv
from tests.app.test_uploads_api import send, send_list, zipped
from tests.conftest import LiveApp

BROKEN = 1234
HEADER = "Date,Name,Year,Letterboxd URI,Rating"


@pytest.fixture(scope="module")
def live(shared_live: LiveApp) -> LiveApp:
    """One for all these tests: an upload changes nothing in the database."""
    return shared_live


def broken(*titles: str) -> str:
    """A ratings.csv of rows whose rating is none, and one that is well."""
    rows = [f'2026-01-01,"{title}",2001,,9' for title in titles]
    return "\n".join([HEADER, "2026-01-01,Heat,1995,https://boxd.it/2aHi,4", *rows])


def download(app: LiveApp, token: str) -> requests.Response:
    return requests.get(f"{app.url}/api/v1/profiles/{token}/unmatched.csv", timeout=30)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def page(app: LiveApp, token: str) -> str:
    return requests.get(app.url, params={"profile": token}, timeout=30).text


def test_the_answer_names_a_thousand_and_the_file_all_of_them(live: LiveApp) -> None:
    titles = [f"Film {number}" for number in range(BROKEN)]
    upload = send(live, zipped(ratings=broken(*titles))).json()
    assert upload["counts"]["unmatched"] == BROKEN
    assert [row["title"] for row in upload["unmatched"]] == titles[:1000]
    answer = download(live, upload["profile"])
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=unmatched.csv"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    rows = read(answer.text)
    assert [row["title"] for row in rows] == titles
    assert rows[-1] == {
        "file": "ratings.csv",
        "row": str(BROKEN + 2),
        "title": f"Film {BROKEN - 1}",
        "year": "2001",
        "why": "the rating is not a number of stars from 0.5 to 5",
    }


def test_the_rows_of_a_list_have_a_place_and_no_file(live: LiveApp) -> None:
    films = [{"slug": "alien"}, {"title": "A Film That Nobody Made"}]
    token = send_list(live, films=films).json()["profile"]
    [row] = read(download(live, token).text)
    assert (row["file"], row["row"], row["title"], row["year"]) == (
        *("", "2"),
        *("A Film That Nobody Made", ""),
    )


def test_an_upload_without_such_rows_has_a_file_with_its_header_alone(live: LiveApp) -> None:
    token = send_list(live, films=[{"slug": "alien"}]).json()["profile"]
    assert download(live, token).text == "file,row,title,year,why\r\n"
    assert "left-out" not in page(live, token)


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK(""http://x"")'])
def test_a_spreadsheet_calculates_nothing(live: LiveApp, title: str) -> None:
    token = send(live, zipped(ratings=broken(title))).json()["profile"]
    [row] = read(download(live, token).text)
    assert row["title"] == "'" + title.replace('""', '"')


CELLS = st.text(st.sampled_from("=+-@\t\r\n',\"a é"), max_size=4)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_any_text_comes_out_of_the_file_and_never_as_a_formula(
    cells: list[tuple[str, str, str]],
) -> None:
    rows = [Unmatched(file=f, row=1, title=t, year=None, why=w) for f, t, w in cells]
    header, *lines = csv.reader(io.StringIO(as_csv(rows), newline=""))
    assert tuple(header) == COLUMNS
    texts = [cell for file, _, title, _, why in lines for cell in (file, title, why)]
    came = [cell for row in cells for cell in row]
    assert texts == [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in came]


def test_a_list_with_an_endless_name_does_not_swell_the_answer(live: LiveApp) -> None:
    table = "\n".join(["Position,Name,Year,URL,Description", *["1,,2001,,"] * BROKEN])
    about = 'Letterboxd list export v7\nDate,Name\n2026-01-01,"A list"\n\n'
    sent = send(live, zipped(**{"ratings": broken(), "lists/" + "x" * 60_000: about + table}))
    assert sent.json()["counts"]["unmatched"] == BROKEN
    assert len(sent.content) < 1.1 * MOST_BYTES
    assert len(download(live, sent.json()["profile"]).content) < 1.1 * MOST_BYTES


def test_the_page_shows_fifty_and_leads_to_the_rest(live: LiveApp) -> None:
    titles = [f"Film {number:02}." for number in range(51)]
    token = send(live, zipped(ratings=broken(*titles))).json()["profile"]
    html = page(live, token)
    assert "51 rows of your upload could not be used" in html
    assert [title in html for title in titles] == [True] * 50 + [False]
    assert f'href="/api/v1/profiles/{token}/unmatched.csv"' in html


def test_what_a_row_says_is_text_on_the_page(live: LiveApp) -> None:
    token = send(live, zipped(ratings=broken("<script>alert(1)</script>"))).json()["profile"]
    html = page(live, token)
    assert "<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>" in html
    assert "1 row of your upload could not be used" in html
