"""Many visits changed at once while technicians are at work, and what the answer says of the past."""

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.time_logs import (
	check_in,
	check_out,
)
from maintenance_visit_app.maintenance_visits.planning.bulk import assign_technician, reschedule
from maintenance_visit_app.tests import (
	CLINIC,
	JULIE,
	KARIM,
	SPLIT,
	VisitTestCase,
	end_work_of_the_demo,
	make_visit,
)


class TestBulkInUse(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		end_work_of_the_demo()
		frappe.clear_messages()

	def test_visit_where_somebody_is_checked_in_is_left_out_and_named(self):
		at_work = make_visit(mntc_date=today()).insert()
		check_in(at_work.name, JULIE)
		modified = at_work.reload().modified
		paused = make_visit(CLINIC, {SPLIT: None}, KARIM, mntc_date=today()).insert()
		check_in(paused.name, KARIM)
		check_out(paused.name, KARIM)

		for change, values in ((assign_technician, {"service_person": KARIM}), (reschedule, {"days": 1})):
			with self.subTest(change=change.__name__):
				result = change([at_work.name, paused.name], **values)
				self.assertEqual(result["done"], [paused.name])
				(failed,) = result["failed"]
				self.assertEqual(failed["name"], at_work.name)
				self.assertIn(f"{JULIE} is checked in since ", failed["reason"])
		self.assertEqual((at_work.reload().modified, at_work.purposes[0].service_person), (modified, JULIE))

	def test_visit_that_lands_in_the_past_is_named_in_the_answer(self):
		visits = [make_visit(mntc_date=day).insert() for day in (add_days(today(), 1), add_days(today(), 50))]

		result = reschedule([visit.name for visit in visits], days=-3)

		self.assertEqual(result["done"], [visit.name for visit in visits])
		(told,) = result["told"]
		self.assertEqual(told["name"], visits[0].name)
		self.assertIn("is past", told["reason"])
