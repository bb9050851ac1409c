import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
import requests
from sqlalchemy import text

from app.gate import PLACES
from app.recommendations.answer import Step
from app.recommendations.dates import believed_days, dated
from app.recommendations.query import RecommendationQuery
from app.recommendations.service import recommend
from app.services import Services
from app.store import diaries, members
from app.store.members import Profile
from scrapers.export.boxd import short_link
from scrapers.records import Film
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.diary import diary
from scrapers.standin.faults import Faults
from scrapers.standin.server import Standin, serve
from tests.app.test_recommendations_api import assert_problem
from tests.app.test_uploads_api import ask, send, send_list, zipped
from tests.conftest import LiveApp, running

MakeServices = Callable[..., Services]

EACH = 20  # films of a genre and a time
LONG_AGO, LATELY = 2008, 2026
NO_DIARY = Faults(forbidden=1.0, paths="/[^/]+/diary/.*")


@pytest.fixture(scope="module")
def live(trained: LiveApp) -> LiveApp:
    """Has trained on everybody."""
    return trained


@pytest.fixture
def member(world: BuiltinWorld) -> str:
    return world.suggestions()[0]


def films_of(world: BuiltinWorld, genre: str, other: str) -> list[Film]:
    films = [film for slug in world.slugs() if (film := world.film(slug))]
    return [film for film in films if genre in film.genres and other not in film.genres]


def changed_taste(world: BuiltinWorld, former: str, present: str) -> bytes:
    """The export of a member who once loved one genre and not the other, and now the reverse."""
    loved, ignored = films_of(world, former, present), films_of(world, present, former)
    eras = ((LONG_AGO, slice(EACH), 4.5, 1.5), (LATELY, slice(EACH, 2 * EACH), 1.5, 4.5))
    rows = [
        f'{year}-01-{place + 1:02},"{film.title}",{film.release_year},{short_link(film.film_id)},'
        f"{stars},,,{year}-01-{place + 1:02}"
        for year, part, *both in eras
        for films, stars in zip((loved[part], ignored[part]), both, strict=True)
        for place, film in enumerate(films)
    ]
    header = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date"
    return zipped(diary="\n".join([header, *rows]))


def answer(app: LiveApp, **params: Any) -> dict[str, Any]:
    response = ask(app, **params)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def order(body: dict[str, Any]) -> list[str]:
    return [item["film"]["slug"] for item in body["data"]]


def codes(body: dict[str, Any]) -> list[str]:
    return [notice["code"] for notice in body["meta"]["notices"]]


def diary_requests(site: Standin, username: str) -> int:
    return sum(request.path.startswith(f"/{username}/diary/") for request in site.requests)


@pytest.mark.parametrize("model", ["personal", "collaborative", "hybrid"])
@pytest.mark.parametrize(("former", "present"), [("Horror", "Romance"), ("Romance", "Horror")])
def test_who_has_turned_to_another_genre_lately_is_shown_more_of_it(
    live: LiveApp, world: BuiltinWorld, model: str, former: str, present: str
) -> None:
    profile = send(live, changed_taste(world, former, present)).json()["profile"]
    one = {film.slug for film in films_of(world, present, former)}
    other = {film.slug for film in films_of(world, former, present)}

    def lead(taste: str) -> float:
        """How many places the films of the present genre are before those of the former."""
        body = answer(live, profile=profile, model=model, taste=taste, limit=100)
        assert (body["meta"]["taste"], body["meta"]["dated"]) == (taste, 4 * EACH)
        slugs = order(body)
        places = [
            np.mean([slugs.index(slug) if slug in slugs else len(slugs) for slug in genre])
            for genre in (other, one)
        ]
        return float(places[0] - places[1])

    assert lead("recent") > lead("all") + 1
    assert lead("recent") > 0


def test_a_prediction_follows_the_taste_asked_for(live: LiveApp, world: BuiltinWorld) -> None:
    profile = send(live, changed_taste(world, "Horror", "Romance")).json()["profile"]
    romance = films_of(world, "Romance", "Horror")[-10:]
    asked = {"what": "predictions", "profile": profile, "film": [film.slug for film in romance]}

    def mean(taste: str) -> float:
        return float(
            np.mean([f["predicted_rating"] for f in answer(live, **asked, taste=taste)["data"]])
        )

    assert mean("recent") > mean("all") + 0.1


@pytest.mark.parametrize("model", ["personal", "collaborative", "hybrid"])
def test_the_diary_of_a_member_changes_their_list(live: LiveApp, member: str, model: str) -> None:
    recent, usual = (
        answer(live, username=member, model=model, taste=taste) for taste in ("recent", "all")
    )
    assert recent["meta"]["taste"] == "recent"
    assert 0 < recent["meta"]["dated"] < recent["meta"]["logged"]  # some were marked in bulk
    assert order(recent) != order(usual)


def test_the_diary_is_read_once_for_a_profile_and_only_if_it_is_needed(
    make_services: MakeServices, world: BuiltinWorld, member: str
) -> None:
    with serve(world) as site, running(make_services(site)) as app:
        assert answer(app, username=member)["meta"]["dated"] == 0
        for model in ("popular", "general"):
            ask(app, username=member, model=model, taste="recent")
        assert diary_requests(site, member) == 0
        first = answer(app, username=member, taste="recent")
        asked = diary_requests(site, member)
        assert asked > 1
        assert answer(app, username=member, taste="recent") == first
        assert answer(app, username=member)["meta"]["dated"] == first["meta"]["dated"]
        assert diary_requests(site, member) == asked
        with app.services.engine.begin() as connection:
            connection.execute(text("UPDATE projectionist.members SET read_at = now()"))
        answer(app, username=member, taste="recent")
        assert diary_requests(site, member) == 2 * asked


def test_the_pages_of_the_diary_are_counted(services: Services, member: str) -> None:
    recommend(services, RecommendationQuery(username=member))
    steps: list[Step] = []
    recommend(services, RecommendationQuery(username=member, taste="recent"), steps.append)
    read = [step for step in steps if step.stage == "reading" and step.total]
    assert [step.done for step in read] == list(range(1, read[-1].total + 1))
    assert len(read) > 1


def test_a_diary_that_cannot_be_read_leaves_all_years_alike(
    make_services: MakeServices, world: BuiltinWorld, member: str
) -> None:
    with serve(world, faults=NO_DIARY) as site, running(make_services(site)) as app:
        recent = answer(app, username=member, taste="recent")
        assert (recent["meta"]["taste"], recent["meta"]["dated"]) == ("all", 0)
        assert codes(recent) == ["no_dates"]
        usual = answer(app, username=member)
        assert recent["data"] == usual["data"]
        assert codes(usual) == []


def test_a_visitor_who_finds_no_place_is_answered_without_days(
    services: Services, member: str
) -> None:
    recommend(services, RecommendationQuery(username=member))
    others = [services.gate.enter() for _ in range(PLACES)]
    for other in others:
        other.__enter__()
    meta = recommend(services, RecommendationQuery(username=member, taste="recent")).meta
    assert (meta.taste, meta.dated) == ("all", 0)
    for other in others:
        other.__exit__(None, None, None)


def test_a_list_made_by_hand_has_no_days(live: LiveApp, world: BuiltinWorld) -> None:
    films = [{"slug": slug, "stars": 4} for slug in list(world.slugs())[:10]]
    meta = answer(live, profile=send_list(live, films=films).json()["profile"], taste="recent")[
        "meta"
    ]
    assert (meta["taste"], meta["dated"]) == ("all", 0)


def test_models_that_know_no_taste_say_that_it_is_all_years(live: LiveApp, member: str) -> None:
    meta = answer(live, username=member, model="popular", taste="recent")["meta"]
    assert (meta["taste"], meta["notices"]) == ("all", [])


@pytest.mark.parametrize("taste", ["lately", "RECENT", "0", "recent,all"])
def test_another_taste_is_refused(live: LiveApp, member: str, taste: str) -> None:
    assert_problem(ask(live, username=member, taste=taste), 422, "invalid_request")


def test_of_several_viewings_of_a_film_the_last_is_kept(
    services: Services, world: BuiltinWorld, member: str
) -> None:
    last: dict[int, date] = {}
    known = world.member(member)
    assert known
    viewings = diary(known)
    for viewing in sorted(viewings, key=lambda viewing: viewing.watched):
        last[viewing.film.film_id] = viewing.watched
    assert len(last) < len(viewings)
    recommend(services, RecommendationQuery(username=member, taste="recent"))
    with services.engine.connect() as connection:
        stored = members.load(connection, member)
    assert stored
    assert dict(zip(stored.movie_ids.tolist(), stored.watched_on.tolist(), strict=True)) == last


def test_days_are_added_to_the_films_of_stored_members_alone(
    services: Services, member: str
) -> None:
    recommend(services, RecommendationQuery(username=member))
    with services.engine.begin() as connection:
        stored = members.load(connection, member)
        assert stored
        first, *_ = stored.movie_ids.tolist()
        assert diaries.read_at(connection, member) is None
        diaries.save(connection, member, {first: date(2024, 2, 29), -1: date(2020, 1, 1)})
        again = members.load(connection, member)
        assert again
        assert again.watched_on[0] == np.datetime64("2024-02-29")
        assert np.isnat(again.watched_on[1:]).all()
        assert diaries.read_at(connection, member) is not None
        members.forget(connection, member)
        diaries.save(connection, member, {first: date(2024, 2, 29)})
        assert members.load(connection, member) is None
        assert diaries.read_at(connection, member) is None


def test_days_on_which_many_films_were_marked_are_not_believed() -> None:
    days = ["2020-05-05"] * 30 + ["2024-01-01", "2024-01-02", "NaT"]
    profile = Profile(
        username="night_owl",
        read_at=datetime(2026, 11, 1, tzinfo=UTC),
        movie_ids=np.arange(33),
        stars=np.full(33, 3.0),
        liked=np.zeros(33, np.bool_),
        watched_on=np.array(days, "datetime64[D]"),
    )
    assert np.isnat(believed_days(profile)).tolist() == [True] * 30 + [False, False, True]
    assert dated(profile) == 2
    assert profile.watched_on[0] == np.datetime64("2020-05-05")


def tastes(page: str) -> dict[str, bool]:
    """What the page offers to learn from, and which is chosen."""
    links = re.findall(
        r'<a href="[^"]*taste=(\w+)[^"]*"([^>]*)>(?:All your years|Lately)</a>', page
    )
    return {taste: "aria-current" in rest for taste, rest in links}


def test_the_page_offers_both_tastes_and_keeps_the_one_chosen(live: LiveApp, member: str) -> None:
    usual, recent, popular = (
        requests.get(live.url, params={"username": member} | more, timeout=60).text
        for more in ({}, {"taste": "recent"}, {"taste": "recent", "model": "popular"})
    )
    assert tastes(usual) == {"all": True, "recent": False}
    assert tastes(recent) == {"all": False, "recent": True}
    assert tastes(popular) == {}
    assert "the latest above all" in recent
    links = re.findall(r'href="([^"]*)"', popular)
    assert any("model=hybrid" in link and "taste=recent" in link for link in links)


def test_a_page_without_days_offers_no_taste(live: LiveApp, world: BuiltinWorld) -> None:
    films = [{"slug": slug, "stars": 4} for slug in list(world.slugs())[:10]]
    profile = send_list(live, films=films).json()["profile"]
    assert tastes(requests.get(live.url, params={"profile": profile}, timeout=60).text) == {}
