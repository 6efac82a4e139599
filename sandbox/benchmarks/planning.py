"""How long the dates of a schedule take to be planned, and how long somebody else's visit waits meanwhile."""

import multiprocessing
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection

import frappe
from frappe.utils import add_days, getdate, today

from maintenance_visit_app.demo.documents import make_schedule
from maintenance_visit_app.maintenance_visits.planning.planned_visits import plan_in_background
from maintenance_visit_app.maintenance_visits.planning.test_at_once import get_place
from maintenance_visit_app.tests import BOILER, HOTEL, JULIE, make_visit
from maintenance_visit_app.tests.random_visits import insert_rows
from maintenance_visit_app.tests.test_statements import count_statements

DATES = 2000
# Seconds between two visits of the other user
PAUSE = 0.1


def measure() -> Iterator[str]:
	"""Yield how long DATES take in a background job, in statements, too, and the waits of another session. Commits.

	SQLite lets one session write at a time: there the other one is left out.
	"""
	schedule = make_long_schedule()
	before = frappe.db.count("Maintenance Visit")
	other = None if frappe.db.db_type == "sqlite" else OtherSession()
	started = time.perf_counter()
	statements = count_statements(lambda: plan_in_background([schedule], getdate(add_days(today(), DATES))))
	seconds = time.perf_counter() - started
	waits = other.stop() if other else []
	frappe.db.rollback()  # see the other one's last visit
	planned = frappe.db.count("Maintenance Visit", {"maintenance_schedule": schedule})
	yield f"{planned:,} of {DATES:,} dates planned in {seconds:.1f} s, {len(statements) / planned:.1f} statements a visit"
	if waits:
		middle, longest = waits[len(waits) // 2], waits[-1]
		yield f"{len(waits)} visits inserted meanwhile: half in {1000 * middle:.0f} ms, the slowest in {1000 * longest:.0f} ms"
	assert frappe.db.count("Maintenance Visit") == before + planned + len(waits)


def make_long_schedule() -> str:
	"""Submit a schedule of one date, and add the others as ERPNext would have made them."""
	schedule = make_schedule(HOTEL, {BOILER: ("Yearly", 1, 0, JULIE)})
	schedule.items[0].db_set("end_date", add_days(today(), DATES))
	row = schedule.schedules[0]
	row.db_set("scheduled_date", add_days(today(), 1))
	insert_rows(
		"Maintenance Schedule Detail",
		[
			{
				**row.get_valid_dict(convert_dates_to_str=True),
				"name": f"{row.name}-{number}",
				"idx": number,
				"scheduled_date": add_days(today(), number),
			}
			for number in range(2, DATES + 1)
		],
	)
	frappe.db.commit()
	return schedule.name


class OtherSession:
	"""A process that inserts a visit again and again, as another user would."""

	def __init__(self) -> None:
		context = multiprocessing.get_context("fork")
		self.end, end_of_other = context.Pipe()
		self.process = context.Process(target=insert_visits, args=(end_of_other, get_place()))
		self.process.start()
		end_of_other.close()
		self.end.recv()

	def stop(self) -> list[float]:
		"""Return the seconds that each visit took, the longest last."""
		self.end.send("stop")
		waits = self.end.recv()
		self.process.join()
		return sorted(waits)


def insert_visits(end: Connection, place: dict) -> None:
	"""Insert visits until told to stop, with a connection of its own, and send how many seconds each took."""
	frappe.local.db = None
	frappe.init(force=True, **place)
	frappe.connect()
	frappe.set_user("Administrator")
	waits = []
	end.send("ready")
	while not end.poll(PAUSE):
		started = time.perf_counter()
		# Of nobody: no worker takes what an assignment leaves in the queue
		make_visit(technician=None).insert()
		frappe.db.commit()
		waits.append(time.perf_counter() - started)
	end.send(waits)
	frappe.destroy()
