"""Many visitors at once, and a server with little memory and half a processor."""
