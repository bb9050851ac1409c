"""Why a database cannot be used, in our own words: the driver's may hold parts of the address."""

from app.doctor.finding import Fault
from app.store.failures import cause

SILENT = Fault(
    "it does not answer",
    "correct host and port in DATABASE_URL; a paused Supabase project must be restored, and its "
    "direct address needs IPv6, which the pooler's does not",
)
READ_ONLY = Fault(
    "it is read-only, as a host makes one that is full",
    "make room, as docs/hosting.md describes, or take a larger plan",
)
ENDED = Fault("it ended the connection", "see whether it runs, and try again")
FAULTS = {  # by the name of the driver's error, or by words of it
    "ReadOnlySqlTransaction": READ_ONLY,
    "DiskFull": Fault("its disk is full", "make room there, or take a larger plan"),
    "QueryCanceled": Fault("it ended what took too long", "try again when less is going on"),
    "the database system is": Fault("it is starting or stopping", "try again in a minute"),
    "not currently accepting": Fault("it takes no connections now", "try again in a minute"),
    "AdminShutdown": ENDED,
    "closed the connection": ENDED,
    "connection is closed": ENDED,
    "connection is lost": ENDED,
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


def fault(error: BaseException) -> Fault:
    """Of any of app.store.failures.DATABASE_ERRORS."""
    told = cause(error)
    name = type(told).__name__
    words = f"{name}: {told}"
    return next((it for known, it in FAULTS.items() if known in words), _unknown(name))


def told(error: BaseException) -> str:
    """The same in one line."""
    says, remedy = fault(error)
    return f"the database failed: {says}; {remedy}"


def _unknown(name: str) -> Fault:
    return Fault(f"it cannot be used ({name})", "try the same address with psql, which tells why")


def not_started(error: Exception) -> Fault:
    return Fault(
        f"the embedded Postgres does not start ({type(error).__name__})",
        "set DATABASE_URL, or DATA_DIR to a folder with room that this user may write",
    )
