"""What `python3 sandbox benchmark telephone` can be told. Standard library only: it is read before anything is set up."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
	parser.add_argument(
		"--visits", dest="visits_on_telephone", type=int, default=40, help="of the technician"
	)
	parser.add_argument("--times", type=int, default=5, help="how often each is done; the median is told")
	return parser
