"""Which film of the watchlist to watch: drawn by chance, or the first by some order."""
