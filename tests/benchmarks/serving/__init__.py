"""How soon a server answers, and how much memory it takes."""
