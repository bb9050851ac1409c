"""How much of a free database's storage and traffic the product takes."""
