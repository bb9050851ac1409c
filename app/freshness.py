"""How long what was read is used again."""

from datetime import UTC, datetime, timedelta

from app.services import Services

NEVER = datetime.min.replace(tzinfo=UTC)
SKEW = timedelta(minutes=1)  # of two machines' clocks


def fresh(services: Services, read_at: datetime) -> bool:
    """Whether it was read at most PROFILE_TTL_MINUTES ago."""
    return datetime.now(UTC) < fresh_until(services, read_at)


def fresh_until(services: Services, read_at: datetime) -> datetime:
    """What a clock that was wrong dated in the future is not fresh until then, but never."""
    if read_at > datetime.now(UTC) + SKEW:
        return NEVER
    return read_at + timedelta(minutes=services.settings.profile_ttl_minutes)
