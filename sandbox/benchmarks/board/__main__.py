"""`python3 sandbox benchmark board`: a full week on the dispatch board, in Chromium, as a dispatcher waits for it."""

import datetime
import os
import sys

from runtime import boot, databases
from runtime.background import running_demo

from ..in_browser import make_site
from .filling import make_week
from .measuring import measure

FOLDER = boot.STATE / "sites" / f"benchmark-board-{databases.chosen().NAME}"


def main(technicians: int, visits: int, times: int) -> None:
	today = datetime.date.today()
	monday = today + datetime.timedelta(days=7 - today.weekday())
	make_site(FOLDER, lambda: make_week(technicians, visits, monday))
	print(f"{technicians} technicians, {visits} visits of a week, {databases.chosen().NAME}")
	with running_demo(FOLDER) as address:
		for line in measure(address, os.environ["SANDBOX_CHROMIUM"], monday, times):
			print(line, flush=True)


if __name__ == "__main__":
	main(*map(int, sys.argv[1:]))
