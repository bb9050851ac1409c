"""`python -m tests.fuzz.one TARGET [options of libFuzzer]`: runs until it finds something."""

import sys

import atheris

with atheris.instrument_imports(include=["app", "scrapers", "protego"]):
    from tests.fuzz.targets import feed_target


def main() -> None:
    name, *options = sys.argv[1:]
    atheris.Setup([name, *options], lambda data: feed_target(name, data) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
