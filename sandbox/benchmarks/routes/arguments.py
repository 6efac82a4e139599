"""What `python3 sandbox benchmark routes` can be told. Standard library only: it is read before anything is set up."""

import argparse
from pathlib import Path

SETS = ("trsp", "solomon", "homberger")


def add_arguments(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
	parser.add_argument("--instances", type=Path, required=True, help="folder with the published instances")
	parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS)
	parser.add_argument("--only", nargs="+", default=[], help="beginnings of instances' names")
	parser.add_argument("--rounds", type=int, default=2_500, help="of our own search")
	parser.add_argument("--effort", type=int, default=18_000, help="of our own search, for each request")
	parser.add_argument("--solvers", nargs="+", choices=("own", "pyvroom", "both"), help="all without")
	parser.add_argument("--verbose", action="store_true", help="a line for each instance")
	return parser
