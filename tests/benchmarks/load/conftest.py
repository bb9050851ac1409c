"""Locust changes the standard library when it is imported, so doctests are not looked for there."""

collect_ignore = ["visitors.py"]
