"""Several members take much memory together, so few groups compute at a time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.compatibility.query import CompatibilityQuery
from app.compatibility.service import compare_members
from app.groups.query import GroupQuery
from app.groups.service import recommend_together
from app.recommendations.answer import Report, Step
from app.recommendations.query import RecommendationQuery
from app.recommendations.service import recommend
from app.services import Services
from app.watchlist_picker.query import PicksQuery
from app.watchlist_picker.service import spin
from scrapers.standin.builtin import BuiltinWorld
from tests.app.test_cold import ignore, wait_until

Ask = Callable[[Services, list[str], Report], object]


def group(services: Services, names: list[str], report: Report) -> object:
    return recommend_together(services, GroupQuery(username=names), report)


def comparison(services: Services, names: list[str], report: Report) -> object:
    return compare_members(services, CompatibilityQuery(username=names), report)


def picks(services: Services, names: list[str], report: Report) -> object:
    return spin(services, PicksQuery(username=names), report)


@pytest.fixture
def two(world: BuiltinWorld) -> list[str]:
    return list(world.suggestions()[:2])


@pytest.mark.parametrize("ask", [group, comparison, picks], ids=lambda ask: ask.__name__)
def test_no_model_is_asked_before_it_is_the_groups_turn(
    services: Services, two: list[str], ask: Ask
) -> None:
    steps: list[Step] = []
    with ThreadPoolExecutor(1) as pool:
        with services.groups.turn(ignore):
            asked = pool.submit(ask, services, two, steps.append)
            wait_until(lambda: Step("waiting", 1) in steps)
            read = {step.turn.called for step in steps if step.turn and step.stage == "reading"}
            assert read == set(two)
            assert "training" not in {step.stage for step in steps}
        assert asked.result()
    trained = [step.turn.called for step in steps if step.turn and step.stage == "training"]
    assert trained == two


def test_one_alone_does_not_wait_behind_groups(services: Services, two: list[str]) -> None:
    with services.groups.turn(ignore):
        assert recommend(services, RecommendationQuery(username=two[0])).data
