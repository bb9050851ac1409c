"""How much is used, and how much is stored: numbers without names."""
