"""How much a member would like films that they name."""
