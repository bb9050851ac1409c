from collections.abc import Callable, Iterator

import pytest
import requests
from bs4 import BeautifulSoup

from app import create_app
from app.members import code
from app.services import Services
from tests.app.test_members_api import (
    NAME,
    OTHER,
    export,
    fill,
    is_there,
    stored,
    upload,
)
from tests.app.test_uploads_api import zipped
from tests.chatty_world import ChattySite
from tests.conftest import LiveApp, running

MakeServices = Callable[..., Services]


@pytest.fixture
def app(make_services: MakeServices, chatty: ChattySite) -> Iterator[LiveApp]:
    with running(make_services(chatty.standin)) as app:
        yield app


def post(app: LiveApp, step: str = "", name: str = NAME, data: bytes = b"") -> requests.Response:
    files = {"file": ("letterboxd.zip", data)} if data else None
    address = f"{app.url}/privacy/remove{step}"
    return requests.post(address, data={"username": name}, files=files, timeout=60)


def heading(response: requests.Response) -> str:
    found = BeautifulSoup(response.text, "lxml").h1
    assert found is not None
    return found.text


def alert(response: requests.Response) -> str:
    found = BeautifulSoup(response.text, "lxml").select_one("[role=alert]")
    assert found is not None
    return found.text


def test_a_name_a_code_in_the_bio_and_all_is_gone(app: LiveApp, chatty: ChattySite) -> None:
    fill(app.services, NAME)
    page = post(app, name=f"@{NAME.upper()}")
    shown = BeautifulSoup(page.text, "lxml").select_one(".code")
    assert shown is not None
    issued = code.find(app.services, NAME)
    assert issued is not None
    assert shown.text == issued.code
    chatty.world.bios[NAME] = shown.text
    done = post(app, "/confirm")
    assert (done.status_code, heading(done)) == (200, "It is all gone")
    assert stored(app.services, NAME) == [False, False]


def test_an_export_leads_there_too_and_is_not_kept(app: LiveApp, chatty: ChattySite) -> None:
    fill(app.services, NAME)
    token = upload(app, chatty)
    assert heading(post(app, "/export", data=export(chatty))) == "It is all gone"
    assert stored(app.services, NAME) == [False, False]
    assert not is_there(app, token)
    assert app.services.cache.delete_owned(NAME) == 0


def test_a_code_that_is_not_there_can_be_looked_for_again(app: LiveApp) -> None:
    fill(app.services, NAME)
    first = post(app)
    refused = post(app, "/confirm")
    assert refused.status_code == 403
    assert alert(refused).strip().startswith("It is not proved that you are this member.")
    codes = [BeautifulSoup(page.text, "lxml").select(".code") for page in (first, refused)]
    assert codes[0] == codes[1] != []
    assert stored(app.services, NAME) == [True, True]


def test_without_a_code_the_form_begins_again_with_the_name(app: LiveApp) -> None:
    refused = post(app, "/confirm")
    assert (refused.status_code, heading(refused)) == (403, "Remove what is kept of you")
    field = BeautifulSoup(refused.text, "lxml").select_one("#username")
    assert field is not None
    assert field["value"] == NAME


@pytest.mark.parametrize("owner", [OTHER, None])
def test_the_export_of_somebody_else_removes_nothing_and_is_not_kept(
    app: LiveApp, chatty: ChattySite, owner: str | None
) -> None:
    fill(app.services, NAME)
    data = zipped(watched="Date,Name,Year,Letterboxd URI\n2026-01-01,A,2001,https://boxd.it/1")
    refused = post(app, "/export", data=export(chatty, owner) if owner else data)
    assert refused.status_code == 403
    assert alert(refused)
    assert stored(app.services, NAME) == [True, True]
    assert not owner or app.services.cache.delete_owned(owner) == 0


@pytest.mark.parametrize("step", ["", "/confirm", "/export"])
@pytest.mark.parametrize("name", ["", "no name!", "a" * 300, "\x00"])
def test_a_name_that_cannot_be_one_is_told(app: LiveApp, step: str, name: str) -> None:
    refused = post(app, step, name, data=b"PK" if step == "/export" else b"")
    assert refused.status_code == 422
    assert alert(refused).strip().startswith("That is not a Letterboxd username.")


def test_a_file_that_is_no_export_is_told(app: LiveApp) -> None:
    refused = post(app, "/export", data=b"not a zip")
    assert refused.status_code == 422
    assert "This file is not a ZIP." in alert(refused)


def test_what_was_typed_cannot_become_markup(app: LiveApp) -> None:
    assert "<script>alert" not in post(app, name='"><script>alert(1)</script>').text


def test_the_pages_are_not_to_be_cached(app: LiveApp) -> None:
    assert post(app).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/privacy/remove", "/privacy/remove/confirm"])
def test_a_form_larger_than_a_name_is_not_read(services: Services, path: str) -> None:
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    kind = "multipart/form-data; boundary=x"
    answer = app.test_client().post(path, data=bytes(2**15), content_type=kind)
    assert answer.status_code == 413
