"""Answers that are kept: when they are given again, and when not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from time import sleep

import pytest
import redis
from pydantic import SecretStr
from sqlalchemy import Connection, select, text

from app.compatibility.query import CompatibilityQuery
from app.compatibility.service import compare_members
from app.groups.query import GroupQuery
from app.groups.service import recommend_together
from app.marks.service import mark
from app.marks.visitor import new_visitor
from app.members.service import remove
from app.predictions.query import PredictionQuery
from app.predictions.service import predict
from app.problems import Problem
from app.recommendations.answer import Recommendations, Step
from app.recommendations.query import RecommendationQuery
from app.recommendations.service import recommend
from app.services import Services
from app.statistics.query import StatisticsQuery
from app.statistics.service import statistics
from app.store.schema import members
from app.uploads import keep
from app.uploads.listed import FilmList
from app.uploads.service import take_list
from tests.redis_server import RedisServer

MakeServices = Callable[..., Services]


class Counted:
    """Asks for recommendations, and counts those that were ranked anew."""

    def __init__(self, services: Services) -> None:
        self.services, self.ranked = services, 0

    def ask(self, visitor: str | None = None, **query: object) -> Recommendations:
        asked = RecommendationQuery.model_validate(query)
        return recommend(self.services, asked, self._report, visitor)

    def _report(self, step: Step) -> None:
        self.ranked += step.stage == "ranking"


@pytest.fixture
def counted(services: Services) -> Counted:
    return Counted(services)


@pytest.fixture
def name(services: Services) -> str:
    return services.settings.suggested_usernames[0]


def upload(services: Services) -> str:
    films = [{"slug": "alien", "stars": 4.5}, {"slug": "heat-1995", "stars": 2.0}]
    return take_list(services, FilmList.model_validate({"films": films})).profile


def test_the_same_question_is_answered_the_same_without_ranking_again(
    counted: Counted, name: str
) -> None:
    answers = [counted.ask(username=name) for _ in range(3)]
    assert counted.ranked == 1
    assert answers[0] == answers[1] == answers[2]


def test_another_question_is_another_answer(counted: Counted, name: str) -> None:
    first, second = counted.ask(username=name), counted.ask(username=name, page=2)
    comedies = counted.ask(username=name, genre=["Comedy"])
    assert counted.ranked == 3
    assert first.data != second.data
    assert all("Comedy" in item.film.genres for item in comedies.data)


def test_every_form_of_an_answer_is_one(counted: Counted, name: str) -> None:
    counted.ask(username=name)
    counted.ask(username=name, limit=24, genre=[])
    assert counted.ranked == 1


def test_a_profile_that_is_read_again_is_asked_about_again(
    make_services: MakeServices, name: str
) -> None:
    counted = Counted(make_services(profile_ttl_minutes=0))
    first, second = counted.ask(username=name), counted.ask(username=name)
    assert counted.ranked == 2
    assert second.meta.read_at > first.meta.read_at


def test_a_mark_changes_the_visitors_answer_and_no_other(counted: Counted, name: str) -> None:
    visitor = new_visitor()
    first = counted.ask(visitor, username=name).data[0].film
    mark(counted.services, visitor, first.slug, "not_interested")
    assert counted.ask(visitor, username=name).data[0].film != first
    assert counted.ask(username=name).data[0].film == first


def test_a_new_film_changes_the_answer(counted: Counted, name: str) -> None:
    best = counted.ask(username=name).data[0].film
    with counted.services.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE projectionist.films SET title = 'Another Title', scraped_at = now() "
            f"WHERE movie_id = {best.film_id}"
        )
    assert counted.ask(username=name).data[0].film.title == "Another Title"
    assert counted.ranked == 2


def test_answers_go_with_their_member(counted: Counted, name: str) -> None:
    services = counted.services
    first = counted.ask(username=name)
    pair = GroupQuery(username=[name, services.settings.suggested_usernames[1]])
    recommend_together(services, pair)
    assert services.cache.delete_owned(name) == 2
    assert remove(services, name)
    again = counted.ask(username=name)
    assert counted.ranked == 2
    assert again.meta.read_at > first.meta.read_at


def test_an_answer_that_is_made_while_its_member_is_removed_is_not_kept(
    services: Services, name: str
) -> None:
    def forget(step: Step) -> None:
        if step.stage == "ranking":
            remove(services, name)

    recommend(services, RecommendationQuery(username=name), forget)
    assert services.cache.delete_owned(name) == 0


def test_nor_is_one_that_is_made_while_the_store_still_forgets_its_member(
    services: Services, name: str
) -> None:
    recommend(services, RecommendationQuery(username=name))
    lock = select(members.c.username).where(members.c.username == name).with_for_update()
    with ThreadPoolExecutor(1) as pool:
        with services.engine.begin() as connection:
            connection.execute(lock)
            removing = pool.submit(remove, services, name)
            _await_another_at_the_lock(connection)
            recommend(services, RecommendationQuery(username=name, page=2))
        assert removing.result(60)
    assert services.cache.delete_owned(name) == 0


def _await_another_at_the_lock(connection: Connection) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while not connection.scalar(waiting):
        sleep(0.01)


def test_answers_go_with_an_upload(counted: Counted) -> None:
    token = upload(counted.services)
    counted.ask(profile=token, model="popular")
    counted.ask(profile=token, model="popular")
    assert counted.ranked == 1
    assert counted.services.cache.delete_owned(keep.key(token)) == 1
    counted.ask(profile=token, model="popular")
    keep.forget(counted.services, token)
    assert counted.services.cache.delete_owned(keep.key(token)) == 0
    with pytest.raises(Problem) as gone:
        counted.ask(profile=token, model="popular")
    assert gone.value.code == "profile_expired"


def test_two_uploads_of_the_same_films_do_not_share_an_answer(counted: Counted) -> None:
    ages = [
        counted.ask(profile=upload(counted.services), model="popular").meta.read_at
        for _ in range(2)
    ]
    assert ages[0] < ages[1]


def test_other_questions_are_kept_too(services: Services, name: str) -> None:
    both = [name, services.settings.suggested_usernames[1]]
    for _ in range(2):
        predict(services, PredictionQuery(username=name, film=["alien"]))
        statistics(services, StatisticsQuery(username=name))
        compare_members(services, CompatibilityQuery(username=both))
        recommend_together(services, GroupQuery(username=both))
    assert services.cache.delete_owned(name) == 4


def test_what_is_kept_is_what_was_answered(services: Services, name: str) -> None:
    query = StatisticsQuery(username=name)
    first, second = statistics(services, query), statistics(services, query)
    assert first == second
    assert first.model_dump_json() == second.model_dump_json()


def test_another_page_needs_no_other_opinion(counted: Counted, name: str) -> None:
    counted.ask(username=name)
    formed: list[str] = []
    query = RecommendationQuery(username=name, page=2)
    recommend(counted.services, query, lambda step: formed.append(step.stage))
    assert "training" not in formed
    assert "ranking" in formed
    other = RecommendationQuery(username=name, popularity=1)
    recommend(counted.services, other, lambda step: formed.append(step.stage))
    assert "training" in formed


def test_who_asks_meanwhile_waits_and_finds_the_answer(services: Services, name: str) -> None:
    query, ranking, go_on = RecommendationQuery(username=name), Event(), Event()

    def first(step: Step) -> None:
        if step.stage == "ranking":
            ranking.set()
            go_on.wait(10)

    told: list[Step] = []

    def second(step: Step) -> None:
        told.append(step)
        go_on.set()

    thread = Thread(target=lambda: recommend(services, query, first))
    thread.start()
    ranking.wait(30)
    recommend(services, query, second)
    thread.join()
    assert {step.stage for step in told} == {"waiting"}


def test_a_full_house_still_gives_kept_answers(make_services: MakeServices, name: str) -> None:
    services = make_services(memory_limit_mb=100_000)
    counted = Counted(services)
    counted.ask(username=name)
    tight = make_services(memory_limit_mb=1)
    tight.__dict__.update(engine=services.engine, cache=services.cache)
    assert recommend(tight, RecommendationQuery(username=name)).data
    with pytest.raises(Problem) as refused:
        recommend(tight, RecommendationQuery(username=name, page=2))
    assert refused.value.code == "busy"


def test_where_nothing_is_read_what_is_stored_is_kept(
    make_services: MakeServices, name: str
) -> None:
    services = make_services()
    recommend(services, RecommendationQuery(username=name))
    with services.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE projectionist.members SET read_at = now() - interval '3 days'"
        )
    off = make_services(letterboxd_scraping="off")
    off.__dict__.update(engine=services.engine)
    counted = Counted(off)
    answers = [counted.ask(username=name) for _ in range(2)]
    assert counted.ranked == 1
    assert answers[0].meta.source == "stored"
    assert answers[0] == answers[1]


@pytest.mark.parametrize(("limit", "most"), [(0, 300), (500, 3600)])
def test_an_answer_that_lacks_films_is_kept_for_minutes(
    make_services: MakeServices, redis_server: RedisServer, limit: int, most: int
) -> None:
    url = SecretStr(redis_server.url)
    services = make_services(profile_fetch_limit=limit, redis_url=url)
    name = services.settings.suggested_usernames[0]
    with services.engine.begin() as connection:
        connection.execute(text("DELETE FROM projectionist.films WHERE movie_id % 2 = 0"))
        connection.execute(text("UPDATE projectionist.film_urls SET next_due_at = now()"))
    for _ in range(2):  # the first may add films, and then is not kept
        Counted(services).ask(username=name)
    with redis.Redis.from_url(redis_server.url) as client:
        [kept] = client.keys("projectionist:answer:*")
        assert most - 60 < client.ttl(kept) <= most
