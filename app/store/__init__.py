"""Postgres: the schema, its migrations, and one module for each aggregate."""
