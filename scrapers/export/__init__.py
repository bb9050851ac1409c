"""Reads the ZIP that Letterboxd gives its members: bytes in, records out."""
