"""Pages of films and members on their way from the site into the store."""
