"""Parsers fed by a coverage-guided fuzzer, and routes by one that knows them: `make fuzz`."""
