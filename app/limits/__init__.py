"""How often visitors may ask, and how often Letterboxd is asked for them."""
