"""Settings, read once from the environment. Each is described in README.md (a test checks that)."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from click import ClickException
from pydantic import AfterValidator, Field, HttpUrl, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from app.limits.allowed import checked
from scrapers.paths import base_address


def _redis_address(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("it must begin with redis://, rediss:// or unix://")
    return url


def _postgres_address(url: SecretStr) -> SecretStr:
    try:
        backend = make_url(url.get_secret_value()).get_backend_name()
    except (ArgumentError, ValueError):
        backend = ""
    if backend not in ("postgresql", "postgres"):
        raise ValueError(
            "it must look like postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with %40 for an @ "
            "in the password, %2F for a /, %3A for a :"
        )
    return url


def _one_word(key: SecretStr) -> SecretStr:
    if not re.fullmatch("[!-~]+", key.get_secret_value()):  # it goes into a header
        raise ValueError("it must be one word of plain letters, digits and signs")
    return key


RateLimit = Annotated[str, AfterValidator(checked)]


class Settings(BaseSettings):
    """One field per environment variable, in lower case."""

    model_config = SettingsConfigDict(
        frozen=True,
        env_ignore_empty=True,
        hide_input_in_errors=True,  # it may hold the database's password
    )

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    web_concurrency: int = Field(1, ge=1)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    metrics_token: SecretStr | None = Field(None, min_length=16)

    database_url: Annotated[SecretStr, AfterValidator(_postgres_address)] | None = None
    redis_url: Annotated[SecretStr, AfterValidator(_redis_address)] | None = None
    data_dir: Path = Path(".data")

    letterboxd_url: Annotated[str, AfterValidator(base_address)] = "https://letterboxd.com"
    letterboxd_scraping: Literal["off", "permitted"] = "off"
    letterboxd_contact: str = Field("", pattern="^[ -~]*$")  # it goes into a header
    letterboxd_rate: float = Field(0.5, ge=0)
    letterboxd_concurrency: int = Field(2, ge=1, le=32)
    letterboxd_timeout: float = Field(20.0, gt=0)
    letterboxd_retries: int = Field(3, ge=0, le=10)
    letterboxd_backoff: float = Field(1.5, gt=0)

    profile_ttl_minutes: int = Field(60, ge=0)
    upload_ttl_minutes: int = Field(60, ge=1)
    profile_fetch_limit: int = Field(20, ge=0)
    catalogue_minutes: int = Field(10, ge=0, le=1440)
    film_refresh_days: int = Field(30, ge=1)
    film_discovery_limit: int = Field(100_000, ge=0)

    trusted_proxies: int = Field(0, ge=0, le=10)
    allowed_hosts: str = Field("", pattern=r"^[A-Za-z0-9.:\[\]\s-]*$")
    rate_limit_client: RateLimit = "120/minute;2000/hour"
    rate_limit_reading: RateLimit = "20/minute;100/hour"
    rate_limit_username: RateLimit = "6/minute"
    rate_limit_uploads: RateLimit = "30/hour"
    rate_limit_removals: RateLimit = "10/hour"

    tmdb_api_key: SecretStr | None = None
    tmdb_url: Annotated[str, AfterValidator(base_address)] = "https://api.themoviedb.org"

    supabase_url: Annotated[str, AfterValidator(base_address)] | None = None
    supabase_key: Annotated[SecretStr, AfterValidator(_one_word)] | None = None
    supabase_bucket: str = Field("models", pattern="^[A-Za-z0-9][A-Za-z0-9_-]*$")

    cold_work: Literal["here", "queue"] = "here"
    cold_at_once: int = Field(1, ge=1)
    cold_waiting: int = Field(24, ge=1)
    cold_seconds: float = Field(60.0, gt=0)
    memory_limit_mb: int | None = Field(None, ge=1)

    suggestions: str = ""
    source_url: HttpUrl | None = None

    @property
    def suggested_usernames(self) -> list[str]:
        """The usernames that the start page offers to try."""
        return self.suggestions.split()

    @property
    def allowed_host_names(self) -> list[str]:
        """What this server is called in addresses; nothing: whatever visitors call it."""
        return self.allowed_hosts.lower().split()

    @model_validator(mode="after")
    def _name_a_contact(self) -> Self:
        live = urlsplit(self.letterboxd_url).hostname not in ("127.0.0.1", "localhost", "::1")
        if live and self.letterboxd_scraping == "permitted" and not self.letterboxd_contact:
            raise ValueError(
                "LETTERBOXD_SCRAPING=permitted needs LETTERBOXD_CONTACT: an address or a page "
                "where the site's people can reach you"
            )
        return self

    @model_validator(mode="after")
    def _queue_in_redis(self) -> Self:
        if self.cold_work == "queue" and self.redis_url is None:
            raise ValueError("COLD_WORK=queue needs REDIS_URL: the queue is there")
        return self

    @model_validator(mode="after")
    def _name_address_and_key(self) -> Self:
        if (self.supabase_url is None) != (self.supabase_key is None):
            raise ValueError("SUPABASE_URL and SUPABASE_KEY go together: set both or none")
        return self


class ConfigurationError(ClickException):
    """The environment holds a wrong setting; each command tells which and ends."""


def read_settings() -> Settings:
    """The settings of the environment; raises ConfigurationError."""
    try:
        return Settings()
    except ValidationError as refused:
        told = [": ".join((*map(_shout, it["loc"]), it["msg"])) for it in refused.errors()]
        raise ConfigurationError(
            "\n  ".join(["these settings are wrong; README.md describes each:", *told])
        ) from refused


def _shout(place: int | str) -> str:
    return str(place).upper()
