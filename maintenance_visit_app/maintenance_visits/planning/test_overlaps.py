"""Visits of one technician at the same time: told whichever is saved last, begun or not, with a duration or without."""

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.time_logs import (
	check_in,
	check_out,
)
from maintenance_visit_app.maintenance_visits.planning.bulk import assign_technician
from maintenance_visit_app.tests import (
	HOTEL,
	JULIE,
	KARIM,
	VisitTestCase,
	change_settings,
	end_work_of_the_demo,
	make_person,
	make_visit,
)


class TestOverlaps(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		end_work_of_the_demo()

	def test_overlaps_of_a_batch_are_all_told_whichever_visit_has_a_duration(self):
		person = make_person("Ines Morel")
		times = (("08:30:00", 7200), ("09:30:00", None), ("14:00:00", 5400), ("15:27:00", None))
		visits = [
			make_visit(
				HOTEL, None, JULIE, mntc_date=today(), mntc_time=time, planned_duration=duration
			).insert()
			for time, duration in times
		]
		check_in(visits[3].name, KARIM)
		check_out(visits[3].name, KARIM)

		for order in (visits, visits[::-1]):
			with self.subTest(first=order[0].mntc_time):
				result = assign_technician([visit.name for visit in order], person)
				self.assertEqual(result["failed"], [])
				told = {row["name"]: row["reason"] for row in result["told"]}
				self.assertEqual(set(told), {order[1].name, order[3].name})
				self.assertIn(f"{person} is at {HOTEL} at ", told[order[1].name])
				assign_technician([visit.name for visit in order], JULIE)

	def test_what_was_made_on_the_spot_or_begun_is_told_and_never_refused(self):
		change_settings(refuse_double_booking=1)
		person = make_person("Ines Morel")
		planned = {"mntc_date": today(), "mntc_time": "10:00:00"}
		make_visit(HOTEL, None, person, planned_duration=3600, **planned).insert()
		visit = make_visit(HOTEL, None, JULIE, **planned).insert()
		frappe.clear_messages()

		result = assign_technician([visit.name], person)

		self.assertEqual((result["done"], result["failed"]), ([visit.name], []))
		self.assertIn(f"{person} is at {HOTEL} at 10:00", result["told"][0]["reason"])

	def test_visit_of_a_day_that_is_past_is_told_of_nothing(self):
		person, past = (
			make_person("Ines Morel"),
			{"mntc_date": add_days(today(), -3), "mntc_time": "10:00:00"},
		)
		make_visit(HOTEL, None, person, **past).insert()
		visit = make_visit(HOTEL, None, JULIE, **past).insert()

		self.assertEqual(assign_technician([visit.name], person)["told"], [])
