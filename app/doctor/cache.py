"""Redis, where there is one."""

import time

import redis

from app.config import Settings
from app.doctor.finding import Finding, fail, ok, warn

SECONDS = 3.0
OLDEST = 7  # for expiry that only ever grows
SLOW_MS = 50


def cache(settings: Settings) -> Finding:
    """Whether it answers, takes values, and is new enough."""
    if settings.redis_url is None:
        return ok("cache", "in this process, up to 64 MB; uploads end with it (no REDIS_URL)")
    url = settings.redis_url.get_secret_value()
    try:
        with redis.Redis.from_url(
            url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS
        ) as client:
            return _examine(client)
    except redis.AuthenticationError:
        return fail("cache", "Redis refuses the password", "correct the one in REDIS_URL")
    except redis.ResponseError as error:
        return fail("cache", f"Redis takes no values ({error})", "free its memory, see its log")
    except (redis.RedisError, ValueError) as error:
        return fail(
            "cache",
            f"Redis does not answer ({type(error).__name__})",
            "start it, or correct REDIS_URL: rediss:// if it wants TLS",
        )


def _examine(client: redis.Redis) -> Finding:
    started = time.perf_counter()
    client.set("projectionist:doctor", b"1", ex=1)
    took = (time.perf_counter() - started) * 1000
    version = str(client.info("server")["redis_version"])
    if int(version.split(".", maxsplit=1)[0]) < OLDEST:
        return fail(
            "cache", f"Redis {version} is too old", f"use Redis {OLDEST} or newer, or Valkey"
        )
    says = f"Redis {version} answers in {took:.0f} ms"
    if took > SLOW_MS:
        return warn("cache", says, "put Redis and this server into one region")
    return ok("cache", says)
