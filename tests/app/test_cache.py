import logging
import time
from collections.abc import Callable

import pytest
import redis

from app.cache import Cache, MemoryCache, RedisCache, open_cache
from app.config import Settings
from tests.redis_server import RedisServer

Make = Callable[[], Cache]


@pytest.fixture(params=["memory", "redis"])
def cache(request: pytest.FixtureRequest) -> Cache:
    if request.param == "memory":
        return MemoryCache()
    return RedisCache(request.getfixturevalue("redis_server").url)


def test_what_is_put_is_there_until_it_is_deleted(cache: Cache) -> None:
    assert cache.get("one") is None
    assert cache.put("one", b"\x00\xff", 60)
    assert cache.get("one") == b"\x00\xff"
    assert cache.delete("one")
    assert cache.get("one") is None
    assert not cache.delete("one")


def test_a_value_expires_by_itself(cache: Cache) -> None:
    assert cache.put("brief", b"1", 1)
    assert cache.put("long", b"2", 60)
    time.sleep(1.2)
    assert cache.get("brief") is None
    assert cache.get("long") == b"2"


def test_what_is_of_one_member_is_deleted_together_and_nothing_else(cache: Cache) -> None:
    assert cache.put("one", b"1", 60, "ada")
    assert cache.put("two", b"2", 600, "ada")
    assert cache.put("three", b"3", 1, "ada")
    assert cache.put("bobs", b"4", 60, "bob")
    assert cache.put("nobodys", b"5", 60)
    time.sleep(1.2)  # the shortest does not end the memory of the others
    assert cache.delete_owned("ada") == 2
    assert [cache.get(key) for key in ("one", "two", "bobs", "nobodys")] == [
        *(None, None),
        *(b"4", b"5"),
    ]
    assert cache.delete_owned("ada") == 0


def test_what_is_of_two_members_is_deleted_with_either(cache: Cache) -> None:
    for owner in ("ada", "bob"):
        assert cache.put("together", b"1", 60, "ada", None, "bob")
        assert cache.delete_owned(owner) == 1
        assert cache.get("together") is None


def test_an_owner_may_have_any_name(cache: Cache) -> None:
    assert cache.put("one", b"1", 60, "é\x00 ☃" * 1000)
    assert cache.delete_owned("é\x00 ☃" * 1000) == 1


def test_redis_keeps_no_list_of_what_is_gone(redis_server: RedisServer) -> None:
    cache = RedisCache(redis_server.url)
    cache.put("one", b"1", 60, "ada")
    cache.put("two", b"2", 600, "bob")
    cache.delete_owned("ada")
    with redis.Redis.from_url(redis_server.url) as client:
        [index] = client.keys("projectionist:owned:*")
        assert b"bob" not in index
        assert 590 < client.ttl(index) <= 600
        assert len(client.keys()) == 2


def test_the_list_of_a_member_forgets_what_expired(redis_server: RedisServer) -> None:
    cache = RedisCache(redis_server.url)
    for number in range(5):
        cache.put(f"brief {number}", b"1", 1, "ada")
    time.sleep(3)
    cache.put("long", b"2", 60, "ada")
    with redis.Redis.from_url(redis_server.url) as client:
        [index] = client.keys("projectionist:owned:*")
        assert client.zrange(index, 0, -1) == [b"projectionist:long"]


def test_a_full_memory_forgets_what_was_used_least_recently() -> None:
    cache = MemoryCache(most_bytes=4096)
    for key in "abcd":
        assert cache.put(key, b"small counts as a kilobyte", 60)
    assert cache.get("a") is not None
    assert cache.put("e", bytes(2048), 60)
    assert [key for key in "abcde" if cache.get(key)] == ["a", "d", "e"]


def test_memory_does_not_keep_what_would_not_fit() -> None:
    cache = MemoryCache(most_bytes=4096)
    assert not cache.put("large", bytes(4097), 60)
    assert cache.get("large") is None


def test_while_redis_is_away_nothing_is_there_and_nothing_fails(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    cache = RedisCache(redis_server.url)
    assert cache.put("one", b"1", 60)
    redis_server.stop()
    with caplog.at_level(logging.WARNING, "app.cache"):
        assert cache.get("one") is None
        assert not cache.put("one", b"1", 60)
        assert not cache.delete("one")
        assert cache.delete_owned("ada") is None
    assert [record.getMessage() for record in caplog.records] == [
        "Redis does not answer: ConnectionError"
    ]
    redis_server.start()
    assert cache.put("one", b"2", 60)
    assert cache.get("one") == b"2"


def test_the_setting_decides_which_cache_it_is() -> None:
    assert isinstance(open_cache(Settings()), MemoryCache)
    address = Settings.model_validate({"redis_url": "redis://127.0.0.1:1/0"})
    assert isinstance(open_cache(address), RedisCache)


def test_a_value_is_replaced_only_while_it_is_the_known_one(cache: Cache) -> None:
    assert not cache.replace("one", b"", b"1", 60)
    assert cache.put("one", b"\x00\xff", 60)
    assert not cache.replace("one", b"\x00", b"1", 60)
    assert cache.get("one") == b"\x00\xff"
    assert cache.replace("one", b"\x00\xff", b"\xfe", 1)
    assert cache.get("one") == b"\xfe"
    time.sleep(1.2)
    assert cache.get("one") is None


def test_one_process_has_it_until_it_is_released(redis_server: RedisServer) -> None:
    one, other = RedisCache(redis_server.url), RedisCache(redis_server.url)
    held = one.hold("film", 0.1)
    assert held is not None
    assert other.hold("film", 0.1) is None
    assert other.hold("another", 0.1) is not None
    held.renew()
    held.release()
    held.release()  # twice is as good as once
    assert other.hold("film", 0.1) is not None


def test_what_is_held_is_lost_after_a_while_unless_it_is_renewed(redis_server: RedisServer) -> None:
    held = RedisCache(redis_server.url).hold("film", 0.1)
    assert held is not None
    with redis.Redis.from_url(redis_server.url) as client:
        client.pexpire("projectionist:film", 1000)
        held.renew()
        assert 29_000 < client.pttl("projectionist:film") <= 30_000
        client.delete("projectionist:film")
    held.renew()
    held.release()


def test_without_redis_each_process_has_all_to_itself(redis_server: RedisServer) -> None:
    one, other = RedisCache(redis_server.url), RedisCache(redis_server.url)
    held = one.hold("film", 0.1)
    redis_server.stop()
    assert other.hold("film", 0.1) is not None
    assert held is not None
    held.renew()
    held.release()
