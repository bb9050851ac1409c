"""Parsers fed with what a coverage-guided fuzzer comes up with: `make fuzz SECONDS=60`."""
