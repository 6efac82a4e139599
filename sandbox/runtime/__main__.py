"""`python -m runtime demo`: a site with demo data, and Desk on it; `python -m runtime bench`: an app's command."""

import argparse
import sys
from pathlib import Path

from provision import steps

from . import bench, databases, demo, frameworks

PORT = 8000
DEMO = frameworks.chosen().SITES / "demo"


def main(arguments: list[str] | None = None) -> int:
	options = parser().parse_args(arguments)
	try:
		return options.command(options)
	except (bench.Failure, databases.Failure, demo.Failure, steps.Failure) as failure:
		print(failure, file=sys.stderr)
		return 1


def parser() -> argparse.ArgumentParser:
	outer = argparse.ArgumentParser(prog="runtime", description=__doc__)
	commands = outer.add_subparsers(required=True)
	demo_parser = commands.add_parser("demo", help="run Desk with demo data")
	demo_parser.add_argument("--site-dir", type=Path, default=DEMO)
	demo_parser.add_argument("--port", type=int, default=PORT)
	demo_parser.add_argument("--lang", default=None, help="language of the site and of its users, such as fr")
	demo_parser.add_argument(
		"--reset", action="store_true", help="make the site anew: all that is in it is lost"
	)
	demo_parser.add_argument(
		"--no-history", dest="history", action="store_false", help="with the tests' world and nothing more"
	)
	demo_parser.set_defaults(command=run_demo)
	bench_parser = commands.add_parser("bench", help="run an app's command on the site")
	bench_parser.add_argument("--site-dir", type=Path, default=DEMO)
	bench_parser.add_argument("arguments", nargs=argparse.REMAINDER)
	bench_parser.set_defaults(command=run_bench)
	return outer


def run_demo(options: argparse.Namespace) -> int:
	demo.run(options.site_dir, options.port, options.lang, options.reset, options.history)
	return 0


def run_bench(options: argparse.Namespace) -> int:
	return bench.run(options.site_dir, options.arguments)


if __name__ == "__main__":
	sys.exit(main())
