"""TMDB: films over its API, with a key of the host's own (developer.themoviedb.org)."""
