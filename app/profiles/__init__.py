"""How a username becomes a profile: from the pages, from what was stored, or from the feed."""

from app.profiles.access import read_profile

__all__ = ["read_profile"]
