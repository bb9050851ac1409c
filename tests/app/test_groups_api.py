"""Films for several members together, against the stand-in and members’ own answers."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from app.jobs.films import scrape_films
from app.services import Services
from app.store import film_urls
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.export import export_zip
from tests.app.test_recommendations_api import assert_problem
from tests.app.test_uploads_api import send, send_list
from tests.conftest import LiveApp, running

RULES = (
    *("average", "average_without_misery", "least_misery", "most_pleasure"),
    *("borda", "fairness"),
)


@pytest.fixture(scope="module")
def live(shared_live: LiveApp) -> LiveApp:
    """One for all these tests; each member is read once."""
    return shared_live


@pytest.fixture
def two(world: BuiltinWorld) -> list[str]:
    return list(world.suggestions()[:2])


def get(app: LiveApp, **params: Any) -> requests.Response:
    url = f"{app.url}/api/v1/groups/recommendations"
    return requests.get(url, params=params, timeout=60)


def ask(app: LiveApp, username: list[str], **params: Any) -> dict[str, Any]:
    response = get(app, username=username, **({"limit": 100} | params))
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def slugs(answer: dict[str, Any]) -> list[str]:
    return [item["film"]["slug"] for item in answer["data"]]


def logged(world: BuiltinWorld, username: str) -> set[str]:
    member = world.member(username)
    assert member is not None
    return {film.slug for film in member.films}


def stars(item: dict[str, Any]) -> list[float]:
    return [voice["predicted_rating"] for voice in item["members"]]


def test_each_member_has_the_stars_that_they_are_predicted_alone(
    live: LiveApp, two: list[str]
) -> None:
    answer = ask(live, two, limit=5)
    url = f"{live.url}/api/v1/predictions"
    for place, name in enumerate(two):
        params = {"username": name, "film": slugs(answer)}
        alone = requests.get(url, params=params, timeout=60).json()["data"]
        assert [stars(item)[place] for item in answer["data"]] == [
            item["predicted_rating"] for item in alone
        ]
        assert {item["members"][place]["member"] for item in answer["data"]} == {name}
    assert [member["called"] for member in answer["meta"]["members"]] == two


def test_every_rule_orders_by_its_score_and_no_two_are_the_same(
    live: LiveApp, two: list[str]
) -> None:
    answers = {rule: ask(live, two, rule=rule, threshold=3.5) for rule in RULES}
    for rule in set(RULES) - {"fairness"}:
        scores = [item["score"] for item in answers[rule]["data"]]
        assert scores == sorted(scores, reverse=True)
    assert len({tuple(slugs(answer)) for answer in answers.values()}) == len(RULES)
    assert all(answer["meta"]["rule"] == rule for rule, answer in answers.items())


def test_the_order_of_the_members_makes_no_difference(live: LiveApp, two: list[str]) -> None:
    for rule in RULES:
        assert slugs(ask(live, two, rule=rule)) == slugs(ask(live, two[::-1], rule=rule))


def test_who_vetoes_is_named_and_the_film_is_left_out(live: LiveApp, two: list[str]) -> None:
    answer = ask(live, two, threshold=3.5)
    assert answer["vetoed"]
    assert len(answer["vetoed"]) <= 12 <= answer["meta"]["vetoed"]
    for item in answer["vetoed"]:
        assert any(voice["vetoed"] for voice in item["members"])
        assert all(
            voice["vetoed"] == (voice["predicted_rating"] < 3.5)
            for voice in item["members"]
            if voice["predicted_rating"] != 3.5  # which may be rounded
        )
    assert all(min(stars(item)) >= 3.5 for item in answer["data"])
    assert not set(slugs(answer)) & {item["film"]["slug"] for item in answer["vetoed"]}


def test_only_one_rule_knows_vetoes(live: LiveApp, two: list[str]) -> None:
    answer = ask(live, two, rule="average", threshold=5)
    assert (answer["vetoed"], answer["meta"]["vetoed"]) == ([], 0)
    nothing = ask(live, two, threshold=5)
    assert nothing["data"] == []
    assert nothing["meta"]["vetoed"] == nothing["meta"]["candidates"] > 0


def test_films_that_somebody_saw_are_left_out_or_allowed_and_marked(
    live: LiveApp, world: BuiltinWorld, two: list[str]
) -> None:
    first, second = (logged(world, name) for name in two)
    shown = {
        seen: ask(live, two, seen=seen, rule="average", limit=100, page=1)
        for seen in ("none", "some", "any")
    }
    assert not set(slugs(shown["none"])) & (first | second)
    assert not set(slugs(shown["some"])) & (first & second)
    assert set(slugs(shown["any"])) & (first & second)
    for answer in shown.values():
        for item in answer["data"]:
            marks = [voice["seen"] for voice in item["members"]]
            assert marks == [item["film"]["slug"] in films for films in (first, second)]
    counts = [shown[seen]["meta"]["candidates"] for seen in ("none", "some", "any")]
    assert counts == sorted(set(counts))
    rewatched = ask(live, two, rewatches="true", rule="average")
    assert rewatched["data"] == shown["any"]["data"]


def test_the_same_member_twice_counts_once(
    live: LiveApp, world: BuiltinWorld, two: list[str]
) -> None:
    plain = ask(live, two)
    assert ask(live, [two[0], f"@{two[0].upper()}", two[1]]) == plain
    member = world.member(two[0])
    assert member is not None
    token = send(live, export_zip(member)).json()["profile"]
    both = ask(live, two, profile=token)
    assert both["data"] == plain["data"]
    assert_problem(get(live, username=two[0], profile=token), 422, "group_size")


@pytest.mark.parametrize(("count", "says"), [(0, "0 are too few"), (1, "1 are too few")])
def test_it_takes_two(live: LiveApp, world: BuiltinWorld, count: int, says: str) -> None:
    refused = get(live, username=world.suggestions()[:count])
    assert says in assert_problem(refused, 422, "group_size")["detail"]


def test_fifty_members_are_too_many_and_the_limit_is_told(live: LiveApp) -> None:
    detail = assert_problem(
        get(live, username=[f"member_{n}" for n in range(50)]), 422, "group_size"
    )
    assert "50 are too many" in detail["detail"]
    assert "2 to 8" in detail["detail"]


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("nobody_of_that_name", 404, "member_not_found"),
        ("private_person", 403, "profile_private"),
        ("not a name!", 422, "invalid_username"),
    ],
)
def test_a_problem_names_its_member(
    live: LiveApp, two: list[str], name: str, status: int, code: str
) -> None:
    document = assert_problem(get(live, username=[*two, name]), status, code)
    assert f"“{name}”" in document["detail"]


def test_a_problem_with_an_upload_says_which(live: LiveApp, two: list[str]) -> None:
    refused = get(live, username=two, profile="gone")
    document = assert_problem(refused, 404, "profile_expired")
    assert document["detail"].startswith("“Guest 1”: ")


@pytest.mark.parametrize(
    "params",
    [
        *({"rule": "dictatorship"}, {"threshold": 0.4}, {"threshold": "nan"}, {"seen": "all"}),
        *({"spin": -1}, {"spin": 2**32}, {"limit": 101}, {"popularity": 2}),
    ],
    ids=str,
)
def test_what_cannot_be_understood_is_refused(
    live: LiveApp, two: list[str], params: dict[str, Any]
) -> None:
    document = assert_problem(get(live, username=two, **params), 422, "invalid_request")
    assert next(iter(params)) in document["detail"]


def test_members_who_share_no_film_still_get_a_list(live: LiveApp) -> None:
    films = {
        "one": [{"slug": slug, "stars": 4.5} for slug in ("alien", "jaws", "the-thing")],
        "other": [{"slug": slug, "stars": 4} for slug in ("amelie", "clueless", "ran")],
    }
    tokens = [send_list(live, films=listed).json()["profile"] for listed in films.values()]
    response = get(live, profile=tokens)
    assert response.status_code == 200
    answer = response.json()
    assert len(answer["data"]) == 24
    assert [member["called"] for member in answer["meta"]["members"]] == ["Guest 1", "Guest 2"]
    assert not any(token in response.text for token in tokens)


def test_filters_leave_only_films_that_fit(
    live: LiveApp, world: BuiltinWorld, two: list[str]
) -> None:
    answer = ask(live, two, genre="Horror", year_to=1990)
    assert answer["data"]
    for item in answer["data"]:
        assert "Horror" in item["film"]["genres"]
        assert item["film"]["release_year"] <= 1990
    nothing = ask(live, two, year_from=1990, year_to=1999, only="alien")
    assert nothing["data"] == []
    assert nothing["meta"]["emptied_by"] == "only"


def test_a_watchlist_is_anyones(live: LiveApp, world: BuiltinWorld, two: list[str]) -> None:
    members = [world.member(name) for name in two]
    wanted = {film.slug for member in members if member for film in member.watchlist}
    assert wanted
    only = ask(live, two, watchlist="only", rule="average")
    assert only["data"]
    assert set(slugs(only)) <= wanted
    without = ask(live, two, watchlist="without", rule="average")
    assert not set(slugs(without)) & wanted


def test_pages_hold_no_film_twice(live: LiveApp, two: list[str]) -> None:
    pages = [slugs(ask(live, two, limit=10, page=page)) for page in (1, 2, 3)]
    assert len({slug for page in pages for slug in page}) == 30
    assert slugs(ask(live, two, limit=30)) == [slug for page in pages for slug in page]


def test_a_number_decides_for_one_of_the_first_films_and_always_the_same(
    live: LiveApp, two: list[str]
) -> None:
    answer = ask(live, two, limit=10)
    assert answer["meta"]["winner"] is None
    first = [item["film"]["film_id"] for item in answer["data"][:8]]
    winners = {spin: ask(live, two, limit=10, spin=spin)["meta"]["winner"] for spin in range(6)}
    assert set(winners.values()) <= set(first)
    assert len(set(winners.values())) > 1
    assert winners[3] == ask(live, two, limit=10, spin=3)["meta"]["winner"]


def test_a_catalogue_that_grows_while_members_are_read_makes_no_difference(
    make_services: Callable[..., Services], world: BuiltinWorld, two: list[str]
) -> None:
    services = make_services(empty=True, profile_fetch_limit=5)
    with services.engine.begin() as connection:
        film_urls.add(connection, dict.fromkeys(list(world.slugs())[:150]))
    scrape_films(services)
    with running(services) as app:
        answer = ask(app, two, model="popular")
    assert all(member["films_added"] == 5 for member in answer["meta"]["members"])
    assert len(answer["data"]) > 20
