"""`python -m runtime demo`: a site with demo data, and Desk on it."""

import argparse
import sys
from pathlib import Path

from . import boot, demo

PORT = 8000


def main(arguments: list[str] | None = None) -> int:
	options = parser().parse_args(arguments)
	try:
		demo.run(options.site_dir, options.port, options.lang, reset=options.reset)
	except demo.Failure as failure:
		print(failure, file=sys.stderr)
		return 1
	return 0


def parser() -> argparse.ArgumentParser:
	outer = argparse.ArgumentParser(prog="runtime", description=__doc__)
	demo_parser = outer.add_subparsers(required=True).add_parser("demo", help="run Desk with demo data")
	demo_parser.add_argument("--site-dir", type=Path, default=boot.STATE / "sites" / "demo")
	demo_parser.add_argument("--port", type=int, default=PORT)
	demo_parser.add_argument("--lang", default=None, help="language of the site and of its users, such as fr")
	demo_parser.add_argument(
		"--reset", action="store_true", help="make the site anew: all that is in it is lost"
	)
	return outer


if __name__ == "__main__":
	sys.exit(main())
