"""What a plain visit costs beside the same DocTypes without a controller: no parts, photos, checks or time logs."""

import statistics
import time
from collections.abc import Iterator

import frappe
from frappe.model.document import Document

from maintenance_visit_app.tests import BOILER, BOILER_SERIAL_NO, do_work, make_services, make_visit
from maintenance_visit_app.tests.test_statements import count_statements, our_controller, plain_controller

RUNS = 15
STEPS = ("insert", "submit", "cancel")
CONTROLLERS = {"ours": our_controller, "plain": plain_controller}


def measure() -> Iterator[str]:
	"""Yield a line for each step and number of rows: statements, and milliseconds by the clock. Rolls back."""
	yield f"{'':20}{'statements':>12}{'without':>10}{'ms':>10}{'without':>10}"
	for rows in (1, 100):
		values = get_values(rows)
		times = {name: {step: [] for step in STEPS} for name in CONTROLLERS}
		for _run in range(RUNS):
			for name, taken in times.items():
				for step, milliseconds in get_life(values, name, get_time).items():
					taken[step].append(milliseconds)
		# By now each has done all once: what a process asks for its first visit alone is no part of a visit's cost
		statements = {name: get_life(values, name, count) for name in CONTROLLERS}
		for step in STEPS:
			ours, plain = (statistics.median(times[name][step]) for name in CONTROLLERS)
			counts = [statements[name][step] for name in CONTROLLERS]
			yield f"{step:9}{rows:5} rows{counts[0]:12}{counts[1]:10}{ours:10.1f}{plain:10.1f}{ours / plain:7.2f} ×"
	frappe.db.rollback()


def get_values(rows: int) -> dict:
	"""Return a finished visit as both controllers insert it: with all that ours would fill in."""
	items = {BOILER: BOILER_SERIAL_NO, **dict.fromkeys(make_services(rows - 1))}
	visit = do_work(make_visit(items=items, maintenance_type="Unscheduled")).insert()
	values = visit.as_dict(no_default_fields=True)
	for row in values["purposes"]:
		row.pop("name", None)
	return values


def get_life(values: dict, controller: str, measured) -> dict[str, float]:
	with CONTROLLERS[controller]():
		visit = frappe.get_doc(
			frappe.copy_doc(Document({"doctype": "Maintenance Visit", **values})).as_dict()
		)
		return {step: measured(getattr(visit, step)) for step in STEPS}


def count(step) -> int:
	return len(count_statements(step))


def get_time(step) -> float:
	started = time.perf_counter()
	step()
	return 1000 * (time.perf_counter() - started)
