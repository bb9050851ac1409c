"""Statistics as images to share."""
