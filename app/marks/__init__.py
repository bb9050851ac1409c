"""Films that a visitor does not want to be shown again."""
