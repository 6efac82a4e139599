"""What `python3 sandbox benchmark board` can be told. Standard library only: it is read before anything is set up."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
	parser.add_argument("--technicians", type=int, default=50)
	parser.add_argument("--visits", dest="visits_on_board", type=int, default=600, help="of the week")
	parser.add_argument("--times", type=int, default=9, help="how often each is done; the median is told")
	return parser
