"""How many new answers workers give."""
