"""The page about the API says what the OpenAPI description says, and its examples work."""

import shlex

import pytest
import requests
from bs4 import BeautifulSoup, Tag

from tests.conftest import LiveApp


@pytest.fixture
def page(live: LiveApp) -> BeautifulSoup:
    response = requests.get(f"{live.url}/api", timeout=10)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "lxml")


@pytest.fixture
def spec(live: LiveApp) -> dict:
    return requests.get(f"{live.url}/api/v1/openapi.json", timeout=10).json()


def operations(page: BeautifulSoup) -> dict[tuple[str, str], Tag]:
    """The sections of the page by method and path."""
    return {
        (text(section, ".method"), text(section, ".address code")): section
        for section in page.select(".operation")
    }


def text(section: Tag, selector: str) -> str:
    found = section.select_one(selector)
    assert found is not None
    return found.text


def names(section: Tag, selector: str) -> set[str]:
    return {name.text for name in section.select(f"{selector} dt code")}


def test_every_operation_is_described_with_its_parameters_or_filters(
    page: BeautifulSoup, spec: dict
) -> None:
    filters = names(page, "[aria-labelledby=filters]")
    sections = operations(page)
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            section = sections.pop((method.upper(), path))
            shared = filters if section.select("a[href='#filters']") else set()
            parameters = {it["name"] for it in operation.get("parameters", [])}
            assert names(section, ".parameters") | shared == parameters
    assert sections == {}


def test_every_example_that_only_asks_is_answered(page: BeautifulSoup) -> None:
    commands = [shlex.split(pre.text) for pre in page.select(".operation pre")]
    asking = [command[1] for command in commands if len(command) == 2 and "TOKEN" not in command[1]]
    assert len(asking) >= 5
    answers = [requests.get(address, timeout=60) for address in asking if "/marks" not in address]
    assert [answer.text for answer in answers if not answer.ok] == []


def test_bodies_are_sent_as_the_operation_takes_them(page: BeautifulSoup) -> None:
    section = operations(page)["POST", "/api/v1/profiles"]
    file, films = (shlex.split(pre.text) for pre in section.select("pre"))
    assert file[1:3] == ["-F", "file=@FILE"]
    headers = {"Content-Type": "application/json"}
    answer = requests.post(films[-1], data=films[2], headers=headers, timeout=10)
    assert answer.status_code == 201


def test_every_link_within_the_page_leads_somewhere(page: BeautifulSoup) -> None:
    places = {str(element["id"]) for element in page.select("[id]")}
    links = {str(link["href"])[1:] for link in page.select("main a[href^='#']")}
    assert links
    assert links <= places


def test_the_types_of_parameters_are_told(page: BeautifulSoup) -> None:
    section = operations(page)["GET", "/api/v1/recommendations"]
    told = section.get_text(" ", strip=True)
    assert "integer, 1 to 100; 24 if not given" in told
    assert "hybrid, personal, general, collaborative or popular" in told
    assert "<br" not in page.text
