"""Planning: a technician is in one place at a time, and knows of his visits."""

import frappe
from frappe.utils import add_days, getdate, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.dates import DoubleBookingError
from maintenance_visit_app.tests import (
	CLINIC,
	HOTEL,
	JULIE,
	KARIM,
	SPLIT,
	VisitTestCase,
	change_settings,
	do_work,
	make_visit,
)

TOMORROW = add_days(today(), 1)
JULIES_USER, KARIMS_USER = "julie.perrin@example.com", "karim.benali@example.com"


class TestDoubleBooking(VisitTestCase):
	def setUp(self) -> None:
		self.visit = make_visit(mntc_date=TOMORROW, mntc_time="09:00:00", planned_duration=2 * 3600).insert()

	def test_technician_with_another_visit_at_the_time_is_told(self):
		frappe.clear_messages()
		self.make_other("10:30:00").insert()

		told = frappe.utils.strip_html(str(frappe.get_message_log()))
		for fragment in (JULIE, HOTEL, self.visit.name):
			self.assertIn(fragment, told)

	def test_it_is_refused_where_the_settings_say_so(self):
		change_settings(refuse_double_booking=1)

		with self.assert_throws(DoubleBookingError, JULIE, self.visit.name, "Choose another time"):
			self.make_other("10:30:00").insert()

	def test_after_before_by_another_or_on_another_day_is_no_double_booking(self):
		change_settings(refuse_double_booking=1)
		for values in (
			{"mntc_time": "11:00:00"},
			{"mntc_time": "08:59:00"},
			{"mntc_time": "09:30:00", "mntc_date": add_days(TOMORROW, 1)},
			{"mntc_time": None},
		):
			with self.subTest(values=values):
				self.assertTrue(self.make_other("09:30:00").update(values).insert().name)
		self.assertTrue(self.make_other("09:30:00", KARIM).insert().name)

	def test_visit_that_moves_into_another_one_is_found(self):
		change_settings(refuse_double_booking=1)
		other = self.make_other("14:00:00").insert()
		other.mntc_time = "09:15:00"

		with self.assert_throws(DoubleBookingError, self.visit.name):
			other.save()

	def test_work_that_is_recorded_afterwards_books_nobody(self):
		change_settings(refuse_double_booking=1)

		self.assertTrue(do_work(self.make_other("09:30:00")).insert().submit().name)

	def make_other(self, time: str, technician: str = JULIE):
		return make_visit(CLINIC, {SPLIT: None}, technician, mntc_date=TOMORROW, mntc_time=time)


class TestAssignment(VisitTestCase):
	def test_planned_visit_is_assigned_until_it_is_submitted(self):
		visit = make_visit(mntc_date=TOMORROW).insert()
		self.assertEqual(get_open_assignments(visit), {JULIES_USER})

		do_work(visit.reload()).save().submit()
		self.assertEqual(get_open_assignments(visit), set())

	def test_another_technician_takes_over_and_a_dispatchers_own_assignment_stays(self):
		visit = make_visit(mntc_date=TOMORROW).insert()
		frappe.call(
			"frappe.desk.form.assign_to.add",
			{"doctype": visit.doctype, "name": visit.name, "assign_to": ["anne.lefort@example.com"]},
		)

		visit.reload().purposes[0].service_person = KARIM
		visit.save()

		self.assertEqual(get_open_assignments(visit), {KARIMS_USER, "anne.lefort@example.com"})

	def test_assignment_moves_along_with_its_visit_and_nothing_is_said(self):
		visit = make_visit(mntc_date=TOMORROW).insert()
		frappe.clear_messages()

		visit.reload().mntc_date = add_days(TOMORROW, 5)
		visit.save()

		todo = frappe.get_last_doc("ToDo", {"reference_name": visit.name})
		self.assertEqual(getdate(todo.date), getdate(add_days(TOMORROW, 5)))
		self.assertEqual(get_open_assignments(visit), {JULIES_USER})
		self.assertEqual(frappe.get_message_log(), [])

	def test_visit_of_today_is_recorded_without_assignment(self):
		self.assertEqual(get_open_assignments(make_visit().insert()), set())

	def test_nobody_is_assigned_where_the_settings_say_so(self):
		change_settings(assign_technicians=0)

		self.assertEqual(get_open_assignments(make_visit(mntc_date=TOMORROW).insert()), set())

	def test_technician_without_user_is_no_obstacle(self):
		frappe.db.set_value("Sales Person", JULIE, "employee", None)

		self.assertEqual(get_open_assignments(make_visit(mntc_date=TOMORROW).insert()), set())


class TestStatusOnRead(VisitTestCase):
	def test_visit_whose_day_has_passed_is_overdue_before_the_daily_job_says_so(self):
		visit = make_visit(mntc_date=TOMORROW).insert()
		frappe.db.set_value("Maintenance Visit", visit.name, "mntc_date", add_days(today(), -1))

		self.assertEqual(frappe.get_doc("Maintenance Visit", visit.name).status, "Overdue")


def get_open_assignments(visit) -> set[str]:
	filters = {"reference_type": visit.doctype, "reference_name": visit.name, "status": "Open"}
	return set(frappe.get_all("ToDo", filters, pluck="allocated_to"))
