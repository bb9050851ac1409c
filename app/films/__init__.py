"""One film: its facts, how much a member would like it, and films like it."""
