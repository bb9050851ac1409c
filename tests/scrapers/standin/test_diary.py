"""Made-up viewings of the stand-in's members."""

from collections import Counter

import pytest

from scrapers.history import bulk_days
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.diary import NEWEST, diary, lists
from scrapers.standin.world import Member
from tests.scrapers.small_world import LOGGED

LONG = Member("Ada", "many films", LOGGED)
SHORT = Member("bob", "a few films", LOGGED[:30])


def test_a_diary_is_always_the_same() -> None:
    assert diary(LONG) == diary(Member("Ada", "the same", list(reversed(LOGGED))))
    assert diary(LONG) != diary(Member("Eve", "another", LOGGED))


@pytest.mark.parametrize("member", [LONG, SHORT])
def test_every_film_is_seen_before_it_is_seen_again(member: Member) -> None:
    oldest_first = diary(member)[::-1]
    seen = set()
    for viewing in oldest_first:
        assert viewing.rewatch == (viewing.film.slug in seen)
        seen.add(viewing.film.slug)
    assert seen == {film.slug for film in member.films}
    assert any(viewing.rewatch for viewing in oldest_first)


def test_later_viewings_have_greater_numbers() -> None:
    viewings = diary(LONG)
    numbers = [viewing.viewing_id for viewing in viewings]
    assert numbers == sorted(set(numbers), reverse=True)
    assert [v.watched for v in viewings] == sorted((v.watched for v in viewings), reverse=True)
    assert viewings[0].watched == NEWEST


def test_a_long_history_begins_with_films_marked_at_once() -> None:
    days = Counter(viewing.watched for viewing in diary(LONG))
    assert bulk_days(days.elements()) == {min(days)}
    assert days[min(days)] >= 60
    assert not bulk_days(viewing.watched for viewing in diary(SHORT))


def test_some_viewings_are_reviewed() -> None:
    reviewed = sum(viewing.reviewed for viewing in diary(LONG))
    assert 0 < reviewed < len(LOGGED) / 4


def test_a_member_without_films_has_no_diary_and_no_lists() -> None:
    nobody = Member("carl", "nothing yet")
    assert diary(nobody) == []
    assert lists(nobody) == []


def test_the_members_people_try_first_have_watched_in_some_order() -> None:
    world = BuiltinWorld()
    for username in world.suggestions():
        member = world.member(username)
        assert member is not None
        assert len({viewing.watched for viewing in diary(member)}) > 50
