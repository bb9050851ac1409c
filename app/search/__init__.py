"""Films by title, however it is typed."""
