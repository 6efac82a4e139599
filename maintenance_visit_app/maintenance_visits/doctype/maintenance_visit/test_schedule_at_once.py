"""A schedule is cancelled while a visit is planned for one of its dates: no draft is left behind."""

import time
from threading import Event

import frappe
from frappe.desk.form.save import cancel

from maintenance_visit_app.demo.documents import make_schedule
from maintenance_visit_app.maintenance_visits.mappers.from_maintenance_schedule import make_maintenance_visit
from maintenance_visit_app.maintenance_visits.planning.test_at_once import at_once
from maintenance_visit_app.tests import BOILER, HOTEL, JULIE, VisitTestCase, make_visit
from maintenance_visit_app.tests.desk_requests import save
from maintenance_visit_app.tests.fuzz.world import delete_rows

VISIT, SCHEDULE = "Maintenance Visit", "Maintenance Schedule"
# Seconds in which the other request comes as far as it can, before the first one ends
MEANWHILE = 0.5


class TestCancelAndPlanAtOnce(VisitTestCase):
	def setUp(self) -> None:
		if frappe.db.db_type == "sqlite":
			self.skipTest("SQLite lets one transaction write at a time.")
		self.schedule = make_schedule(HOTEL, {BOILER: ("Weekly", 2, 0, JULIE)}).name
		self.visit = make_visit().insert().name
		self.addCleanup(forget, self.schedule, self.visit)
		frappe.db.commit()  # nosemgrep: what the requests of the test meet

	def test_whichever_comes_first_the_other_one_sees_it(self):
		for plan in (self.plan, self.plan_with_a_date_only, self.plan_in_an_old_visit):
			for first, second, told in (
				(self.cancel, plan, "SourceMismatchError"),
				(plan, self.cancel, "DraftsLeftError"),
			):
				with self.subTest(first=first.__name__, second=second.__name__):
					self.assertEqual(run_first(first, second), ["done", told])
					self.assertEqual(self.count_left(), 0)
				self.reset()

	def plan(self) -> None:
		save(make_maintenance_visit(self.schedule))

	def plan_with_a_date_only(self) -> None:
		detail = frappe.db.get_value("Maintenance Schedule Detail", {"parent": self.schedule})
		visit = make_visit(maintenance_type="Unscheduled")
		visit.purposes[0].update({"maintenance_schedule_detail": detail})
		save(visit)

	def plan_in_an_old_visit(self) -> None:
		visit = frappe.get_doc(VISIT, self.visit)
		visit.purposes[0].update({"prevdoc_doctype": SCHEDULE, "prevdoc_docname": self.schedule})
		save(visit)

	def cancel(self) -> None:
		cancel(SCHEDULE, self.schedule)

	def count_left(self) -> int:
		"""Return how many drafts hang on the schedule, if it is cancelled."""
		docstatus = frappe.db.get_value(SCHEDULE, self.schedule, "docstatus")
		return len(get_named(self.schedule)) if docstatus == 2 else 0

	def reset(self) -> None:
		forget(self.schedule, self.visit)
		self.setUp()


def run_first(first, second) -> list[str]:
	"""Let both begin to read, then the first one write; it ends when the second one waits for it, or has gone by."""
	has_written = Event()

	def go_first() -> str:
		first()
		has_written.set()
		time.sleep(MEANWHILE)
		return "done"

	def go_second() -> str:
		has_written.wait(10)
		second()
		return "done"

	return at_once([go_first, go_second])


def get_named(schedule: str) -> set[str]:
	details = frappe.get_all("Maintenance Schedule Detail", {"parent": schedule}, pluck="name")
	if not details:
		return set()  # Forgotten already: Frappe would look for rows without a date
	rows = "Maintenance Visit Purpose"
	return {
		*frappe.get_all(rows, {"prevdoc_docname": schedule, "docstatus": 0}, pluck="parent"),
		*frappe.get_all(rows, {"maintenance_schedule_detail": ("in", details)}, pluck="parent"),
	}


def forget(schedule: str, visit: str) -> None:
	frappe.db.rollback()
	for name in get_named(schedule) | {visit}:
		frappe.db.delete("ToDo", {"reference_name": name})
		delete_rows(VISIT, name)
	delete_rows(SCHEDULE, schedule)
	frappe.db.commit()  # nosemgrep: what the test had committed
