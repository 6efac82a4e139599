"""What planning learns from work that was done: where sites are, how long it takes, how fast people drive."""

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.dispatch import learning
from maintenance_visit_app.dispatch.visits import get_visits_by_name
from maintenance_visit_app.tests import CLINIC, HOTEL, JULIE, do_work, make_visit
from maintenance_visit_app.tests.dispatch import BoardTestCase
from maintenance_visit_app.tests.reports import SERVICE


class TestLearning(BoardTestCase):
	def test_address_is_where_the_median_of_its_check_ins_is_unless_somebody_entered_it(self):
		for position in ("45.10000, 5.70000", "45.20000, 5.72000", "45.90000, 6.90000"):
			visit = self.work(HOTEL, position=position)
		self.work(CLINIC, position="45.30000, 5.80000")
		of_clinic = self.work(CLINIC, position="45.30000, 5.80000").customer_address
		frappe.db.set_value("Address", of_clinic, "service_position", "44.00000, 5.00000")

		learning.learn_positions()

		fields = ["service_position", "service_position_check_ins"]
		learned = frappe.db.get_value("Address", visit.customer_address, fields)
		self.assertEqual(learned, ("45.20000, 5.72000", 3))
		self.assertEqual(frappe.db.get_value("Address", of_clinic, fields), ("44.00000, 5.00000", 0))

	def test_visit_that_nobody_planned_a_length_for_takes_what_three_others_took(self):
		planned = self.plan_visit(planned_duration=None)
		for hours in (1, 2, 2.5):
			self.work(HOTEL, hours)
		frappe.cache.delete_value(learning.DURATIONS)
		self.addCleanup(frappe.cache.delete_value, learning.DURATIONS)

		visits = get_visits_by_name([planned.name])

		taken = learning.learn_durations()[frozenset({SERVICE})]
		self.assertGreaterEqual(taken["visits"], 3)
		self.assertEqual(learning.get_durations(visits), {planned.name: taken["minutes"]})
		planned.update({"planned_duration": 1800}).save()
		self.assertEqual(learning.get_durations(get_visits_by_name([planned.name])), {})

	def test_items_that_were_never_serviced_together_take_as_long_as_one_after_the_other(self):
		stored = [[[item], {"minutes": minutes, "visits": 3}] for item, minutes in (("A", 30), ("B", 45))]
		frappe.cache.set_value(learning.DURATIONS, stored, expires_in_sec=60)
		self.addCleanup(frappe.cache.delete_value, learning.DURATIONS)
		visits = [
			{"name": items, "planned_duration": None, "rows": [{"item_code": item} for item in items]}
			for items in ("A", "AB", "BA", "ABC", "C")
		]

		self.assertEqual(learning.get_durations(visits), {"A": 30, "AB": 75, "BA": 75, "ABC": 75})

	def test_drive_between_two_visits_of_a_day_tells_the_speed_and_a_long_pause_doesnt(self):
		day = add_days(today(), -3)
		before = len(learning.get_legs())
		self.work(HOTEL, 1, "45.18850, 5.72450", f"{day} 08:00:00")
		self.work(CLINIC, 1, "45.36500, 5.59300", f"{day} 09:30:00")
		# After more than three hours he comes from elsewhere
		self.work(HOTEL, 1, "45.18850, 5.72450", f"{day} 14:00:00")

		legs = learning.get_legs()

		self.assertEqual(len(legs), before + 1)
		self.assertIn(((45.1885, 5.7245), (45.365, 5.593), 30.0), legs)

	def work(self, customer: str, hours: float = 1, position: str | None = None, at: str | None = None):
		"""Submit a visit of so many hours, whose technician checked in at a position."""
		start = frappe.utils.get_datetime(at or f"{add_days(today(), -40)} 08:00:00")
		visit = do_work(make_visit(customer, {SERVICE: None}, JULIE, mntc_date=str(start.date())))
		visit.append(
			"time_logs",
			{
				"service_person": JULIE,
				"from_time": start,
				"to_time": frappe.utils.add_to_date(start, hours=hours),
				"check_in_position": position,
			},
		)
		return visit.insert().submit()
