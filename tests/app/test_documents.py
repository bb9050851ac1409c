from collections.abc import Callable

import pytest
import requests
from bs4 import BeautifulSoup

from app.services import Services
from app.web.documents import DOCUMENTS, ROOT, rendered
from tests.conftest import LiveApp, running
from tests.redis_server import RedisServer

MakeServices = Callable[..., Services]


def get(app: LiveApp, path: str) -> BeautifulSoup:
    response = requests.get(app.url + path, timeout=10)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "lxml")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_a_page_with_all_its_headings(live: LiveApp, name: str) -> None:
    page = get(live, f"/{name}")
    lines = (ROOT / DOCUMENTS[name].file).read_text(encoding="utf-8").splitlines()
    headings = [line.removeprefix("## ") for line in lines if line.startswith("## ")]
    shown = [heading.text for heading in page.select(".document > h2")]
    assert shown == headings != []
    assert [heading.text for heading in page.select("h1")] == [DOCUMENTS[name].title]
    assert page.title is not None
    assert page.title.text == f"{DOCUMENTS[name].title} · Projectionist"


def test_the_privacy_page_says_what_holds_on_this_server(
    make_services: MakeServices, redis_server: RedisServer
) -> None:
    services = make_services(
        upload_ttl_minutes=120, profile_ttl_minutes=45, redis_url=redis_server.url
    )
    with running(services) as app:
        facts = get(app, "/privacy").select_one(".here")
    assert facts is not None
    values = [value.text for value in facts.select("dd")]
    assert values == ["2 hours", "45 minutes", "Redis", "on"]
    assert [link["href"] for link in facts.select("a")] == ["/privacy/remove"]


def test_without_redis_and_reading_the_privacy_page_says_so(make_services: MakeServices) -> None:
    with running(make_services(letterboxd_scraping="off")) as app:
        values = [value.text for value in get(app, "/privacy").select(".here dd")]
    assert values[2:] == ["its memory", "off"]


@pytest.mark.parametrize("path", ["/", "/privacy", "/releases", "/privacy/remove"])
def test_every_page_leads_to_the_documents(live: LiveApp, path: str) -> None:
    links = [link["href"] for link in get(live, path).select("footer a")]
    assert {"/models", "/metrics", "/faq", "/releases", "/privacy", "/api"} <= set(links)


def test_the_source_is_linked_where_the_operator_says_where_it_is(
    make_services: MakeServices,
) -> None:
    with running(make_services(source_url="https://example.org/source")) as app:
        links = {link.text: link["href"] for link in get(app, "/faq").select("footer a")}
    assert links["Source"] == "https://example.org/source"


def test_the_figure_of_the_models_page_is_there(live: LiveApp) -> None:
    figure = get(live, "/models").select_one("img")
    assert figure is not None
    answer = requests.get(f"{live.url}/{figure['src']}", timeout=10)
    assert answer.headers["Content-Type"].startswith("image/svg+xml")


def test_markup_in_a_document_stays_text() -> None:
    html = rendered("<script>alert(1)</script>\n\n[here](javascript:alert(1)) <b>bold</b>")
    assert "<script" not in html
    assert "href" not in html
    assert "<b>" not in html


def test_a_table_scrolls_in_a_box_of_its_own_that_the_keyboard_reaches() -> None:
    page = BeautifulSoup(rendered("| a | b |\n|---|---|\n| 1 | 2 |"), "lxml")
    box = page.select_one("div.wide")
    assert box is not None
    assert (box["tabindex"], box["role"]) == ("0", "region")
    assert [cell.text for cell in box.select("table td")] == ["1", "2"]
