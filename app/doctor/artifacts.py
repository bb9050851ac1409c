"""The trained models that serve."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.bucket.bucket import BucketError
from app.doctor.finding import Finding, fail, ok, warn
from app.model_versions import NotWrittenError
from app.services import Services
from models.artifacts import ArtifactError, Manifest


def artifacts(services: Services, store_is_known: bool, old: timedelta) -> list[Finding]:
    """Of models in a bucket only Postgres can tell; one that would be migrated is not asked."""
    if services.settings.supabase_url is not None and not store_is_known:
        return []
    return [
        _artifact("collaborative", services.collaborative.verify, old),
        _artifact("general", services.general.verify, old),
    ]


def _artifact(name: str, verify: Callable[[], Manifest | None], old: timedelta) -> Finding:
    """Whether its checksum and layout are right, and its age."""
    check, train = f"model {name}", f"run `flask --app app train {name}`"
    try:
        manifest = verify()
    except BucketError as error:
        return fail(check, str(error), "see to the bucket; what servers have goes on serving")
    except (ArtifactError, NotWrittenError) as error:
        return fail(check, str(error), f"{train}; until then the one before it, or none, serves")
    if manifest is None:
        return warn(check, "not trained", f"{train} once ratings are stored")
    says, age = _described(manifest)
    return warn(check, says, train) if age > old else ok(check, says)


def _described(manifest: Manifest) -> tuple[str, timedelta]:
    age = datetime.now(UTC) - datetime.fromisoformat(manifest.trained_at)
    return (
        f"{age.days} days old, from {manifest.ratings:,} ratings of {manifest.films:,} films "
        f"by {manifest.members:,} members",
        age,
    )
