"""Rating a few films here, for visitors without an account."""
