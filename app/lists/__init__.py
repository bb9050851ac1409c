"""Lists of films to choose from, kept for a short while under a token."""
