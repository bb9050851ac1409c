"""Is it the member who asks?"""

from app.gate import GateFullError
from app.members import code
from app.members.query import Proof
from app.problems import problem
from app.profiles.alone import alone, silently
from app.profiles.refusals import refusal
from app.services import Services
from app.uploads import keep
from scrapers.errors import ScraperError
from scrapers.letterboxd import read_bio


def check(services: Services, username: str, proof: Proof) -> None:
    """Raises Problem: proof_missing unless it is; profile_expired, and why Letterboxd cannot be
    asked."""
    if proof.profile is not None:
        proved = keep.find(services, proof.profile).username == username
    else:
        proved = proof.proof == "bio" and _code_in_bio(services, username)
    if not proved:
        raise problem("proof_missing", username=username)


def _code_in_bio(services: Services, username: str) -> bool:
    """Letterboxd is asked only if there is a code to look for."""
    issued = code.find(services, username)
    return issued is not None and issued.code.lower() in _bio(services, username).lower()


def _bio(services: Services, username: str) -> str:
    try:
        with alone(services, services.gate, username, silently):
            return read_bio(services.letterboxd, username)
    except (GateFullError, ScraperError) as error:
        raise refusal(error, username) from error
