"""What the benchmarks in a browser have in common: a demo's site that is filled, and how a wait is told."""

import shutil
import statistics
from collections.abc import Callable
from pathlib import Path

from runtime import boot, databases, demo, site


def make_site(folder: Path, fill: Callable[[], None]) -> None:
	"""Make a demo's site anew, without its history, and fill it."""
	shutil.rmtree(folder, ignore_errors=True)
	demo.prepare(folder, None, reset=False, history=False)
	frappe = boot.boot(folder)
	site.connect(frappe)
	with site.quietly(folder):
		fill()
	frappe.destroy()
	databases.chosen().stop()


def tell(title: str, milliseconds: list[float]) -> str:
	"""Return a line: the median and the worst."""
	return f"{title:36}{statistics.median(milliseconds):8.0f} ms, at most {max(milliseconds):.0f} ms"
