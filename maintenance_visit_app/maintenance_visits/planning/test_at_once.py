"""Many requests at the same moment, each with a connection of its own: on MariaDB with its row locks and deadlocks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from inspect import signature
from threading import Barrier

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit import time_logs
from maintenance_visit_app.maintenance_visits.planning import bulk, calendar
from maintenance_visit_app.tests import (
	CLINIC,
	JULIE,
	SPLIT,
	VisitTestCase,
	change_settings,
	make_person,
	make_visit,
)

MANY = 16
DAY = add_days(today(), 70)


class TestAtOnce(VisitTestCase):
	def setUp(self) -> None:
		self.persons = [make_person(f"At Once {number:02}") for number in range(MANY)]
		self.visits = [
			make_visit(CLINIC, {SPLIT: None}, person, mntc_date=DAY).insert().name for person in self.persons
		]
		self.addCleanup(remove, self.visits, self.persons)
		frappe.db.commit()  # nosemgrep: what the requests of the test meet

	def test_all_who_check_in_at_the_same_moment_are_checked_in(self):
		answers = at_once(
			[
				lambda visit=visit, person=person: time_logs.check_in(visit, person)
				for visit, person in zip(self.visits, self.persons, strict=True)
			]
		)

		self.assertEqual(answers, ["In Progress"] * MANY)
		self.assertEqual(count_logs(self.visits), MANY)

	def test_one_person_who_checks_in_at_many_visits_is_checked_in_at_one(self):
		answers = at_once([lambda visit=visit: time_logs.check_in(visit, JULIE) for visit in self.visits])

		self.assertEqual(answers.count("In Progress"), 1)
		self.assertEqual(answers.count("CheckInError"), MANY - 1)
		self.assertEqual(count_logs(self.visits), 1)

	def test_refused_double_booking_holds(self):
		change_settings(refuse_double_booking=1)
		frappe.db.commit()  # nosemgrep: as above
		bulk.change_each(self.visits, bulk.set_technician, {"service_person": JULIE})
		frappe.db.commit()  # nosemgrep: as above

		answers = at_once([lambda visit=visit: drag(visit, "09:00:00") for visit in self.visits])

		times = frappe.get_all("Maintenance Visit", {"name": ("in", self.visits)}, pluck="mntc_time")
		self.assertEqual(len([time for time in times if time is not None]), 1)
		self.assertEqual(answers.count("DoubleBookingError"), MANY - 1)

	def test_bulk_over_the_same_visits_changes_them_all(self):
		answers = at_once(
			[
				lambda names=names: bulk.change_each(
					names, bulk.move, {"mntc_date": None, "mntc_time": None, "days": 1}
				)
				for names in (self.visits, self.visits[::-1], self.visits[4:] + self.visits[:4])
			]
		)

		for answer in answers:
			self.assertEqual(len(answer["done"]) + len(answer["failed"]), MANY)
		moved = sum(len(answer["done"]) for answer in answers)
		days = frappe.get_all("Maintenance Visit", {"name": ("in", self.visits)}, pluck="mntc_date")
		self.assertEqual(sum((day - frappe.utils.getdate(DAY)).days for day in days), moved)


def drag(visit: str, time: str) -> str:
	args = {"name": visit, "planned_start": f"{DAY} {time}", "planned_end": f"{DAY} 10:00:00"}
	return calendar.move_visit(frappe.as_json(args), "{}") or "moved"


def at_once(requests: list[Callable]) -> list:
	"""Let each request run as one of its own, all at the same moment; return its answer or its error's name."""
	place, barrier = get_place(), Barrier(len(requests))

	def answer(request: Callable):
		frappe.init(force=True, **place)
		frappe.connect()
		frappe.set_user("Administrator")
		try:
			# A request has read before it comes to us
			frappe.db.get_value("User", "Administrator", "name")
			barrier.wait()
			answered = request()
			frappe.db.commit()  # nosemgrep: as the end of a request
		except Exception as error:
			frappe.db.rollback()
			answered = type(error).__name__
		finally:
			frappe.destroy()
		return answered

	with ThreadPoolExecutor(len(requests)) as threads:
		answers = list(threads.map(answer, requests))
	frappe.db.rollback()
	return answers


def get_place() -> dict:
	"""Return how `frappe.init` is told of the site; from version 17 on it knows."""
	if "site" not in signature(frappe.init).parameters:
		return {}
	return {"site": frappe.local.site, "sites_path": frappe.local.sites_path}


def count_logs(visits: list[str]) -> int:
	return frappe.db.count("Maintenance Visit Time Log", {"parent": ("in", visits)})


def remove(visits: list[str], persons: list[str]) -> None:
	frappe.db.rollback()
	change_settings(refuse_double_booking=0)
	for visit in visits:
		frappe.delete_doc("Maintenance Visit", visit, force=True)
	for person in persons:
		frappe.delete_doc("Sales Person", person, force=True)
	frappe.db.commit()  # nosemgrep: what the test had committed
