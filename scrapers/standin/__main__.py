"""`python -m scrapers.standin`: a small letterboxd.com on this machine."""

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType

from scrapers.standin.faults import RATES, Faults
from scrapers.standin.server import Standin, bind
from scrapers.standin.world import World
from scrapers.standin.worlds import open_world


def main(arguments: list[str] | None = None) -> None:
    options = _options(arguments)
    try:
        world = open_world(
            options.data, options.films, options.members, options.seed, options.history
        )
    except FileNotFoundError as error:
        sys.exit(f"standin: {error}")
    if options.list:
        _list(world, options.list)
    else:
        _serve(world, options)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scrapers.standin", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--generation", type=int, choices=(2, 3), default=3, help="of the markup")
    parser.add_argument("--data", type=Path, help="serve films.parquet and ratings.parquet in here")
    parser.add_argument("--films", type=int, help="generate this many films instead")
    parser.add_argument("--members", type=int, default=1000, help="with --films: generated members")
    parser.add_argument("--history", type=int, help="with --films: films that each member logged")
    parser.add_argument("--seed", type=int, default=0, help="of generated data and of faults")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--page-bytes", type=int, default=0, help="fill film pages up to this")
    for name in RATES:
        parser.add_argument(
            f"--{name.replace('_', '-')}", type=float, default=0.0, help="share of requests, 0..1"
        )
    parser.add_argument("--etags", action="store_true", help="pages have an ETag")
    parser.add_argument("--slow-seconds", type=float, default=3.0)
    parser.add_argument("--paths", default=".*", help="the faults befall only these (a pattern)")
    parser.add_argument(
        "--list", choices=("slugs", "members"), help="print these, one a line, and do not serve"
    )
    return parser.parse_args(arguments)


def _list(world: World, what: str) -> None:
    """Slugs, or members and what they are like, those worth trying first."""
    if what == "slugs":
        print(*world.slugs(), sep="\n")
        return
    for username in dict.fromkeys([*world.suggestions(), *world.usernames()]):
        member = world.member(username)
        print(username, member.about if member else "", sep="\t")


def _serve(world: World, options: argparse.Namespace) -> None:
    faults = Faults(
        seed=options.seed,
        slow_seconds=options.slow_seconds,
        paths=options.paths,
        **{name: getattr(options, name) for name in RATES},
    )
    standin = Standin(world, options.generation, faults, options.latency, options.page_bytes)
    standin.etags = options.etags
    server = bind(standin, options.host, options.port)
    signal.signal(signal.SIGTERM, _interrupt)
    print(f"standin {standin.url}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
