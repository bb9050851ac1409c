"""Letterboxd in, plain records out. Knows no database, no web framework and no model."""
