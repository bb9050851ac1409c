"""The bucket that trained models are shared by."""

from app.bucket.bucket import BucketError, open_bucket
from app.config import Settings
from app.doctor.finding import Finding, fail, ok


def bucket(settings: Settings) -> Finding:
    """Whether it is there and this key may use it."""
    there = open_bucket(settings)
    if there is None:
        return ok("bucket", "none: models are in DATA_DIR alone (no SUPABASE_URL)")
    try:
        there.check()
    except BucketError as error:
        return fail(
            "bucket",
            str(error),
            "make the bucket that SUPABASE_BUCKET names, or correct SUPABASE_URL and SUPABASE_KEY, "
            "which must be a secret key; a paused project must be restored",
        )
    return ok("bucket", f"{there.name} is there and may be used")
