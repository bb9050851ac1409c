"""Whether the database takes more: a host makes one that is full read-only."""

from app.doctor.connecting import READ_ONLY
from app.doctor.finding import Finding, fail, ok, warn
from app.store.room import Room

MB = 2**20
FREE_HOST = ".supabase."  # in the host's name
FREE_MB, NEARLY_FULL_MB = 500, 450  # of the free plan, as docs/hosting.md has it


def room(found: Room, host: str | None) -> Finding:
    """`host` is the database's name in the network, if it has one."""
    says = f"{found.size / MB:,.0f} MB"
    if found.read_only:
        return fail("room", f"{says}; {READ_ONLY.says}", READ_ONLY.remedy)
    if FREE_HOST in (host or "") and found.size >= NEARLY_FULL_MB * MB:
        return warn(
            "room",
            f"{says}, and the free plan of Supabase has {FREE_MB}: a full database is read-only",
            "add no more members, and make room, as docs/hosting.md describes; or take a paid "
            "plan, which has more",
        )
    return ok("room", f"{says}, and it can be written")
