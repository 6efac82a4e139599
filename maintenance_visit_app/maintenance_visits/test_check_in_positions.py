"""Where somebody was is kept as long as the settings say, and not at all where they say so."""

import frappe
from frappe.utils import add_days, now_datetime, today

from maintenance_visit_app.demo.on_site import new_time_log
from maintenance_visit_app.maintenance_visits.check_in_positions import forget_old_positions
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.time_logs import check_in
from maintenance_visit_app.tests import VisitTestCase, change_settings, make_person, make_visit

POSITION = "45.19000, 5.72000"


class TestPositions(VisitTestCase):
	def make_visit_with_position(self, days: int):
		visit = make_visit(technician=make_person(f"Technician of day {days}"))
		log = new_time_log(visit.purposes[0].service_person, f"{add_days(today(), -days)} 08:00:00", 1)
		visit.append("time_logs", {**log, "check_in_position": POSITION, "check_out_position": POSITION})
		return visit.insert()

	def get_positions(self, visit) -> tuple:
		(log,) = frappe.get_doc(visit.doctype, visit.name).time_logs
		return log.check_in_position, log.check_out_position

	def test_positions_are_forgotten_after_the_days_that_are_set(self):
		recent, old = self.make_visit_with_position(20), self.make_visit_with_position(31)
		change_settings(days_positions_kept=30)

		forget_old_positions()

		self.assertEqual(self.get_positions(recent), (POSITION, POSITION))
		self.assertEqual(self.get_positions(old), (None, None))

	def test_sixty_days_where_nobody_has_chosen_and_for_good_where_it_is_zero(self):
		recent, old = self.make_visit_with_position(59), self.make_visit_with_position(62)
		change_settings(days_positions_kept=0)
		forget_old_positions()
		self.assertEqual(self.get_positions(old), (POSITION, POSITION))
		frappe.db.delete("Singles", {"doctype": "Maintenance Visit Settings", "field": "days_positions_kept"})
		frappe.clear_document_cache("Maintenance Visit Settings", "Maintenance Visit Settings")

		forget_old_positions()

		self.assertEqual((self.get_positions(recent)[0], self.get_positions(old)[0]), (POSITION, None))

	def test_a_position_is_not_kept_where_the_settings_do_not_ask_for_it(self):
		for asked, kept in ((1, POSITION), (0, None)):
			with self.subTest(asked=asked):
				change_settings(ask_positions=asked)
				visit = make_visit(technician=make_person(f"Technician asked {asked}")).insert()
				check_in(visit.name, visit.purposes[0].service_person, 45.19, 5.72)
				(log,) = frappe.get_doc(visit.doctype, visit.name).time_logs
				self.assertEqual(log.check_in_position, kept)
				self.assertLessEqual(log.from_time, now_datetime())
