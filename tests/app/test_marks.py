"""Bounds and lifetimes of marks, and the forms of the pages."""

from collections.abc import Callable, Iterator

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app.marks import service
from app.marks.visitor import new_visitor
from app.problems import Problem
from app.services import Services
from app.web.marks import is_here
from tests.app.test_pages import client_of

HOME = "/?username=pocket_change&model=popular&limit=6"


@pytest.fixture
def client(services: Services) -> Iterator[FlaskClient]:
    yield client_of(services)


def fill(services: Services, visitor: str, count: int) -> None:
    """Marks of films that need not be there."""
    service.mark(services, visitor, "alien", "seen")
    with services.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO projectionist.marks (visitor, movie_id, kind) "
                "SELECT visitor, -number, 'seen' FROM projectionist.visitors, "
                "generate_series(1, :count) AS number"
            ),
            {"count": count - 1},
        )


def test_a_visitor_marks_only_so_many_films(services: Services) -> None:
    visitor = new_visitor()
    fill(services, visitor, service.MOST_MARKS - 1)
    service.mark(services, visitor, "taxi-driver", "seen")
    with pytest.raises(Problem) as refused:
        service.mark(services, visitor, "raw-2016", "seen")
    assert refused.value.code == "too_many_marks"
    assert len(service.stored_marks(services, visitor)) == service.MOST_MARKS
    service.mark(services, visitor, "alien", "not_interested")  # it is one of them
    assert [mark.kind for mark in service.marks_of(services, visitor).data] == [
        "not_interested",
        "seen",
    ]


def test_marks_go_400_days_after_the_last_one(services: Services) -> None:
    idle, active = new_visitor(), new_visitor()

    def age(days: int) -> None:
        with services.engine.begin() as connection:
            connection.execute(
                text(
                    "UPDATE projectionist.visitors SET marked_at = now() - make_interval(0,0,0,:d)"
                ),
                {"d": days},
            )

    service.mark(services, idle, "alien", "seen")
    age(399)
    service.mark(services, active, "alien", "seen")
    assert service.stored_marks(services, idle)
    age(401)
    service.mark(services, active, "taxi-driver", "seen")
    assert not service.stored_marks(services, idle)


def slugs(page: str) -> list[str]:
    cards = BeautifulSoup(page, "lxml").select(".films > .film [name=slug]")
    return [str(card["value"]) for card in cards]


def test_without_the_script_a_button_leads_back_to_the_same_page_without_the_film(
    client: FlaskClient,
) -> None:
    first = client.get(HOME).text
    form = BeautifulSoup(first, "lxml").select_one("form.mark")
    assert form is not None
    fields = {str(it["name"]): str(it["value"]) for it in form.select("input")}
    answer = client.post("/marks", data=fields | {"kind": "seen"})
    assert (answer.status_code, answer.location) == (303, fields["back"])
    second = client.get(answer.location).text
    assert slugs(second)[:-1] == slugs(first)[1:]
    undo = BeautifulSoup(second, "lxml").select_one("form.undo")
    assert undo is not None
    answer = client.post(
        "/marks/undo", data={str(it["name"]): it["value"] for it in undo.select("input")}
    )
    assert slugs(client.get(answer.location).text) == slugs(first)


def test_the_page_of_marks_lists_them_and_forgets_them(client: FlaskClient) -> None:
    assert "Nothing is marked" in client.get("/marks").text
    client.post("/marks", data={"slug": "alien", "kind": "not_interested"})
    page = client.get("/marks").text
    assert "Alien" in page
    assert "Not for me" in page
    client.post("/marks/forget")
    assert client.get_cookie("projectionist_visitor") is None
    assert "Nothing is marked" in client.get("/marks").text


def test_over_https_the_cookie_stays_there(client: FlaskClient) -> None:
    form = {"slug": "alien", "kind": "seen"}
    answer = client.post("/marks", data=form, base_url="https://films.example")
    assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "form", [{}, {"slug": "alien"}, {"slug": "alien", "kind": "boring"}, {"slug": "x" * 300}]
)
def test_a_form_that_is_not_ours_is_refused(client: FlaskClient, form: dict[str, str]) -> None:
    assert client.post("/marks", data=form).status_code == 422


@pytest.mark.parametrize("path", ["/marks", "/marks/undo", "/marks/forget"])
def test_another_sites_form_changes_nothing(client: FlaskClient, path: str) -> None:
    headers = {"Origin": "https://evil.example"}
    answer = client.post(path, data={"slug": "alien", "kind": "seen"}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_led_to_another_site(client: FlaskClient, back: str) -> None:
    answer = client.post("/marks", data={"slug": "alien", "kind": "seen", "back": back})
    assert answer.location == "/"


@given(st.text(st.sampled_from("/\\\t\n:a.@?"), max_size=6))
def test_an_address_that_is_here_has_one_slash_first_and_nothing_that_browsers_drop(
    address: str,
) -> None:
    if is_here(address):
        assert address[0] == "/"
        assert address[1:2] != "/"
        assert not set(address) & set("\\\t\n")


def test_the_page_counts_all_that_its_address_says(make_services: Callable[..., Services]) -> None:
    client = client_of(make_services())
    page = client.get(HOME + "&page=2&genre=Drama&seed=3").text
    form = BeautifulSoup(page, "lxml").select_one("form.mark [name=back]")
    assert form is not None
    for part in ("limit=6", "page=2", "genre=Drama", "seed=3", "model=popular"):
        assert part in str(form["value"])
