"""`python3 sandbox benchmark telephone`: the technicians' app without network, after its browser was killed."""

import datetime
import os
import shutil
import sys

from runtime import boot, databases
from runtime.background import running_demo

from ..in_browser import make_site
from .filling import make_visits
from .measuring import measure_starts, synchronise

FOLDER = boot.STATE / "sites" / f"benchmark-telephone-{databases.chosen().NAME}"
PROFILE = boot.STATE / "benchmark-telephone"


def main(visits: int, times: int) -> None:
	chromium = os.environ["SANDBOX_CHROMIUM"]
	make_site(FOLDER, lambda: make_visits(visits, datetime.date.today()))
	shutil.rmtree(PROFILE, ignore_errors=True)
	with running_demo(FOLDER) as address:
		kept = synchronise(chromium, PROFILE, address)
	print(f"{kept} visits on a telephone of 390 by 844; its browser is killed, and the server is gone")
	for line in measure_starts(chromium, PROFILE, address, times):
		print(line, flush=True)


if __name__ == "__main__":
	main(*map(int, sys.argv[1:]))
