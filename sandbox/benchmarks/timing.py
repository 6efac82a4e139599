"""Times a call beside Frappe's plain `get_list` over the same rows."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import frappe

RUNS = 7
HEADER = f"{'':36}{'visits':>8}{'this':>12}{'visits alone':>24}{'all rows read':>24}"


@dataclass(frozen=True)
class Case:
	"""`run` does what is measured; `visits` lists the visits, and `rows` all rows that it reads, by get_list."""

	title: str
	run: Callable[[], object]
	visits: Callable[[], list]
	rows: Callable[[], object]


def measure(case: Case) -> str:
	"""Return a line: how many visits, milliseconds, and how many times as long as each of the lists that is."""
	this, visits, rows = get_medians(case.run, case.visits, case.rows)
	return f"{case.title:36}{len(case.visits()):8,}{this:9.1f} ms{beside(this, visits)}{beside(this, rows)}"


def beside(this: float, other: float) -> str:
	return f"{other:12.1f} ms{this / other:7.2f} ×"


def get_medians(*calls: Callable[[], object]) -> list[float]:
	"""Return the median of each call's milliseconds: of processor time where the database is in this process, too."""
	clock = time.process_time if frappe.db.db_type == "sqlite" else time.perf_counter
	measured = [[] for _call in calls]
	for _run in range(RUNS):
		for call, milliseconds in zip(calls, measured, strict=True):
			started = clock()
			call()
			milliseconds.append(1000 * (clock() - started))
	return list(map(statistics.median, measured))
