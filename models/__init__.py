"""Records in, predictions and rankings out. Knows no database, no web framework and no HTTP."""
