"""Films and ratings from other sources than Letterboxd, for hosts that may not read it."""
