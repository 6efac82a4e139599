"""What programs ask for: a day of operations, and a copy of all visits by the changes feed."""

import json
import time
from collections.abc import Callable, Iterator

import frappe
from frappe.utils.response import as_json

from maintenance_visit_app.api.changes import MOST, get_changes
from maintenance_visit_app.api.operations import apply
from maintenance_visit_app.api.test_storm import make_queue
from maintenance_visit_app.changes import note_unnoted
from maintenance_visit_app.tests import HOTEL, make_person
from maintenance_visit_app.tests.operations import DRAWING, operation
from maintenance_visit_app.tests.test_statements import count_statements

VISITS, FED = 20, 10_000


def measure() -> Iterator[str]:
	"""Yield how long the operations of VISITS visits take in one request, and FED visits in pages. Commits."""
	operations = [sent for number in range(VISITS) for sent in get_visit(number)]
	frappe.db.commit()
	results, told = [], begin()
	statements = count_statements(lambda: results.extend(send(operations)))
	seconds = told()
	assert {result["outcome"] for result in results} == {"applied"}, results
	yield (
		f"{len(operations)} operations on {VISITS} visits in {seconds}, "
		f"{len(statements) / len(operations):.1f} statements an operation"
	)
	# Visits that a benchmark writes past Frappe have no number yet
	note_unnoted()
	frappe.db.commit()
	told = begin()
	fed, size = read(FED)
	yield f"{fed:,} visits by the feed in {told()}, {size / 1e6:.1f} MB"


def begin() -> Callable[[], str]:
	"""Return what tells the time since: by the clock, and of this process alone, however busy the machine is."""
	clock, processor = time.perf_counter(), time.process_time()
	return lambda: (
		f"{time.perf_counter() - clock:.1f} s ({time.process_time() - processor:.1f} s of processor time)"
	)


def send(operations: list[dict]) -> list[dict]:
	results = apply(json.dumps(operations))["results"]
	frappe.db.commit()
	return results


def read(number: int) -> tuple[int, int]:
	"""Return how many visits were read, at least `number` where there are as many, and in how many bytes."""
	cursor, is_more, fed, size = None, True, 0, 0
	while is_more and fed < number:
		page = get_changes(cursor, MOST)
		# As Frappe writes its answers; frappe.as_json sorts and indents, which takes as long as all the rest
		frappe.local.response = frappe._dict(message=page)
		size += len(as_json().data)
		fed += len(page["visits"])
		cursor, is_more = page["cursor"], page["more"]
	return fed, size


def get_visit(number: int) -> list[dict]:
	"""Return what a device sends of one visit, from its making to its submit."""
	*work, complete = make_queue(make_person(f"Technician of programs {number}"), HOTEL)
	visit = complete["visit"]
	return [
		*work,
		operation("reading", visit, task="Pressure", reading="1.5"),
		operation("rate", visit, rating=0.8),
		operation("sign", visit, signature=DRAWING, signed_by="M. Roux", completion_status="Fully Completed"),
		complete,
	]
