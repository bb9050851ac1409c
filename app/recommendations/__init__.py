"""A username in, films worth watching out."""
