"""How long it takes from an uploaded export to recommendations."""
