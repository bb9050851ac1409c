"""Why a database cannot be used, in our own words: the driver's may hold parts of the address."""

from sqlalchemy.exc import DBAPIError

from app.doctor.finding import Fault

SILENT = Fault(
    "it does not answer",
    "correct host and port in DATABASE_URL; a paused Supabase project must be restored, and its "
    "direct address needs IPv6, which the pooler's does not",
)
FAULTS = {
    "password authentication failed": Fault(
        "it refuses the user or the password", "correct them in DATABASE_URL"
    ),
    "Tenant or user not found": Fault(
        "the pooler knows no such project",
        "copy DATABASE_URL anew: the user is postgres.PROJECT, and the region is in the host",
    ),
    "does not exist": Fault(
        "there is no such database or user there", "correct the name in DATABASE_URL, or make it"
    ),
    "resolve": Fault("its host name is not known", "correct the host in DATABASE_URL"),
    "refused": Fault("nothing listens there", "start it, or correct host and port in DATABASE_URL"),
    "timeout": SILENT,
    "timed out": SILENT,
    "permission denied": Fault(
        "the user may not do what is needed", "grant it CREATE on the database, or use the owner"
    ),
    "invalid connection option": Fault(
        "its address has an option that Postgres does not know",
        "remove what stands behind the ? in DATABASE_URL, such as pgbouncer=true",
    ),
    "remaining connection slots": Fault("it has no connection left", "use its pooler's address"),
}
OTHERWISE = Fault("it cannot be used", "try the same address with psql, which tells why")


def fault(error: DBAPIError) -> Fault:
    told = str(error.orig)
    return next((it for words, it in FAULTS.items() if words in told), OTHERWISE)


def not_started(error: Exception) -> Fault:
    return Fault(
        f"the embedded Postgres does not start ({type(error).__name__})",
        "set DATABASE_URL, or DATA_DIR to a folder with room that this user may write",
    )
