"""Run as `python story.py FOLDER`: takes a site of ERPNext's through installations and tells it as JSON.

In a process of its own, since a process serves one site. `test_takeover.py` asserts about what is told.
"""

import json
import sys
from pathlib import Path

from repairs import background_jobs
from runtime import boot, site


def main(folder: Path) -> None:
	site.create(folder, apps=["erpnext"])
	# They import Frappe, which is there by now.
	from chapters import CHAPTERS
	from teller import Teller

	told = {}
	teller = Teller(folder, told)
	try:
		with site.quietly(folder):
			for chapter in CHAPTERS:
				chapter(teller)
	finally:
		# A job may wait for what a chapter that failed has locked, and the process for the job.
		boot.boot(folder).destroy()
		background_jobs.stop()
	print(json.dumps(told, default=str))


if __name__ == "__main__":
	main(Path(sys.argv[1]))
