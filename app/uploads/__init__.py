"""A member's own data, uploaded or typed, kept for a short while under a secret token."""
