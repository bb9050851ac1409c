"""Counts, sizes and models as they are now."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from app.metrics.answer import FeatureUse, Metrics, Stored, TrainedModel
from app.services import Services
from app.store import daily_counts
from app.store.daily_counts import DailyCounts
from app.store.schema import members, ratings

DAYS = 60
KEY = "metrics:stored"
KEPT_SECONDS = 60  # counting millions of ratings takes a second


def measure(services: Services) -> Metrics:
    """The last 60 days, today included."""
    services.usage.flush()
    last = datetime.now(UTC).date()
    days = [last - timedelta(days) for days in reversed(range(DAYS))]
    with services.engine.connect() as connection:
        counts = daily_counts.load(connection, days[0])
    return Metrics(
        first_day=days[0],
        last_day=last,
        requests=_by_feature(counts, days),
        stored=_stored(services),
        models=_models(services),
    )


def _by_feature(counts: DailyCounts, days: list[date]) -> list[FeatureUse]:
    features = sorted({feature for _, feature in counts})
    used = [
        FeatureUse(feature=feature, by_day=by_day, total=sum(by_day))
        for feature in features
        for by_day in [[counts.get((day, feature), 0) for day in days]]
    ]
    return sorted(used, key=lambda use: -use.total)


def _stored(services: Services) -> Stored:
    """As it was up to a minute ago."""
    kept = services.cache.get(KEY)
    if kept is not None:
        return Stored.model_validate_json(kept)
    stored = _count(services)
    services.cache.put(KEY, stored.model_dump_json().encode(), KEPT_SECONDS)
    return stored


def _count(services: Services) -> Stored:
    catalogue = services.catalogue.current()
    rated = select(func.count(ratings.c.half_stars))
    with services.engine.connect() as connection:
        return Stored(
            members=connection.execute(select(func.count()).select_from(members)).scalar_one(),
            ratings=connection.execute(rated).scalar_one(),
            films=len(catalogue.films),
            newest_film=catalogue.newest and catalogue.newest.astimezone(UTC),
        )


def _models(services: Services) -> list[TrainedModel]:
    """Those that have been trained."""
    trained = [artifacts.current() for artifacts in (services.collaborative, services.general)]
    manifests = [it.manifest for it in trained if it is not None]
    return [
        TrainedModel(
            model=manifest.model,
            trained_at=datetime.fromisoformat(manifest.trained_at),
            members=manifest.members,
            films=manifest.films,
            ratings=manifest.ratings,
        )
        for manifest in manifests
    ]
