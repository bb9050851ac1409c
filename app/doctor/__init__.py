"""Whether everything that the server needs is in order, and what to do about what is not."""
