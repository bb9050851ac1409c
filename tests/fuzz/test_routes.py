"""Every route that is not of the API, asked by a fuzzer on a real server."""

from collections import Counter
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit
from zlib import crc32

import pytest
import requests
from hypothesis import HealthCheck, given, note, seed, settings
from werkzeug.routing import Rule

from app import create_app
from app.config import Settings
from app.marks.visitor import COOKIE, new_visitor
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.export import export_zip
from tests.conftest import LiveApp
from tests.fuzz.asking import requests_to
from tests.fuzz.conftest import METRICS_TOKEN
from tests.fuzz.counts import ASKED
from tests.fuzz.known import EXAMPLES, NEEDED, Known
from tests.fuzz.routes import described, fed, fields, operations
from tests.fuzz.verdict import judge
from tests.fuzz.wire import Sent, ask

FEW = 10  # by default; they are the same each time
APP = create_app(Settings())
RULES = sorted(APP.url_map.iter_rules(), key=lambda rule: rule.endpoint)
FED = fed(RULES)


def test_every_route_is_fed_here_or_described_for_the_tester_of_the_api() -> None:
    assert operations(RULES) == operations(FED) | described(APP.api_doc)


def test_what_a_route_is_said_to_need_is_for_a_route_that_there_is() -> None:
    assert NEEDED.keys() <= {rule.endpoint for rule in FED}


@pytest.fixture
def known(reachable: LiveApp, world: BuiltinWorld) -> Known:
    """With an upload, a seat in a group and a visitor of this test's own, which it may lose."""
    url, names = reachable.url, reachable.suggestions
    films = {"films": [{"slug": "ran", "stars": 4}, {"title": "<fuzz>"}]}
    upload = requests.post(f"{url}/api/v1/profiles", json=films, timeout=30).json()["profile"]
    group = requests.post(f"{url}/group/new", timeout=30).url
    seat = requests.post(f"{group}/join", {"username": names[0]}, timeout=30).url
    member = world.member(names[-1])
    assert member is not None
    right = {
        "profile": [upload],
        "code": [group.rpartition("/")[2]],
        "seat": [parse_qs(urlsplit(seat).query)["seat"][0]],
        "username": list(names),
    }
    origin = {"Origin": url, "Authorization": f"Bearer {METRICS_TOKEN}"}
    headers = [*origin.items(), ("Cookie", f"{COOKIE}={new_visitor()}")]
    files = {"": export_zip(member), "lists.bring": b"Name,Year\nRan,1985\n<fuzz>,1\n"}
    return Known(fields(APP.api_doc) | EXAMPLES | right, headers, files)


@pytest.mark.parametrize("rule", FED, ids=lambda rule: rule.endpoint)
def test_whatever_is_asked_a_route_answers_as_it_should(
    rule: Rule,
    known: Known,
    reachable: LiveApp,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    examples = request.config.getoption("--api-examples")
    answers: Counter[str] = Counter()

    @settings(max_examples=examples, suppress_health_check=[HealthCheck.too_slow])
    @given(requests_to(rule, known))
    def feed(sent: Sent) -> None:
        note(f"{sent}")
        answer = ask(reachable.url, sent)
        answers[f"{answer.status // 100}xx"] += 1
        judge(sent, answer)

    if examples == FEW:
        feed = seed(crc32(rule.endpoint.encode()))(feed)
    feed()
    record_property(ASKED, dict(answers))
