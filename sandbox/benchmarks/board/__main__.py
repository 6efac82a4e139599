"""`python3 sandbox benchmark board`: a full week on the dispatch board, in Chromium, as a dispatcher waits for it."""

import datetime
import os
import shutil
import sys
from pathlib import Path

from runtime import boot, databases, demo, site
from runtime.background import running_demo

from .filling import make_week
from .measuring import measure

FOLDER = boot.STATE / "sites" / f"benchmark-board-{databases.chosen().NAME}"


def main(technicians: int, visits: int, times: int) -> None:
	today = datetime.date.today()
	monday = today + datetime.timedelta(days=7 - today.weekday())
	fill(FOLDER, technicians, visits, monday)
	print(f"{technicians} technicians, {visits} visits of a week, {databases.chosen().NAME}")
	with running_demo(FOLDER) as address:
		for line in measure(address, os.environ["SANDBOX_CHROMIUM"], monday, times):
			print(line, flush=True)


def fill(folder: Path, technicians: int, visits: int, monday: datetime.date) -> None:
	shutil.rmtree(folder, ignore_errors=True)
	demo.prepare(folder, None, reset=False, history=False)
	frappe = boot.boot(folder)
	site.connect(frappe)
	with site.quietly(folder):
		make_week(technicians, visits, monday)
	frappe.destroy()
	databases.chosen().stop()


if __name__ == "__main__":
	main(*map(int, sys.argv[1:]))
