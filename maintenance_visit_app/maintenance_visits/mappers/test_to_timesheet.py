import frappe

from maintenance_visit_app.demo.on_site import new_time_log
from maintenance_visit_app.maintenance_visits.mappers.to_timesheet import (
	NoTimesheetError,
	make_timesheets,
)
from maintenance_visit_app.tests import JULIE, KARIM, make_visit
from maintenance_visit_app.tests.billing import BillingTestCase, finish_visit, make_user

DAY = "2026-03-02"


class TestTimesheets(BillingTestCase):
	def test_each_technician_gets_a_draft_with_his_times(self):
		visit = finish_with_logs(("08:00:00", 1.5, JULIE), ("08:00:00", 2, KARIM), ("14:00:00", 0.5, JULIE))

		julies, karims = map(get_timesheet, make_timesheets(visit.name))

		self.assertEqual((julies.employee_name, karims.employee_name), (JULIE, KARIM))
		self.assertEqual((julies.total_hours, karims.total_hours), (2, 2))
		self.assertEqual(
			[str(row.from_time) for row in julies.time_logs], [f"{DAY} 08:00:00", f"{DAY} 14:00:00"]
		)
		self.assertEqual(
			[str(row.to_time) for row in julies.time_logs], [f"{DAY} 09:30:00", f"{DAY} 14:30:00"]
		)
		self.assertEqual(
			(julies.customer, julies.company, julies.maintenance_visit, julies.docstatus),
			(visit.customer, visit.company, visit.name, 0),
		)

	def test_the_hours_are_not_billed_a_second_time_by_the_timesheet(self):
		(name,) = make_timesheets(finish_with_logs(("08:00:00", 1, JULIE)).name)

		self.assertEqual(get_timesheet(name).total_billable_hours, 0)

	def test_the_draft_can_be_submitted_as_it_is(self):
		if not frappe.db.exists("Activity Type", "Execution"):
			frappe.get_doc({"doctype": "Activity Type", "activity_type": "Execution"}).insert()
		(name,) = make_timesheets(finish_with_logs(("08:00:00", 1, JULIE)).name)

		timesheet = get_timesheet(name).submit()

		self.assertEqual((timesheet.status, timesheet.time_logs[0].activity_type), ("Submitted", "Execution"))

	def test_pressed_again_it_says_which_timesheets_there_are(self):
		visit = finish_with_logs(("08:00:00", 1, JULIE), ("08:00:00", 1, KARIM))
		first, second = make_timesheets(visit.name)

		with self.assert_throws(NoTimesheetError, first, second, "Use that one."):
			make_timesheets(visit.name)

		frappe.delete_doc("Timesheet", second)
		frappe.clear_messages()
		(again,) = make_timesheets(visit.name)
		self.assertEqual(get_timesheet(again).employee_name, KARIM)
		self.assertIn(first, str(frappe.get_message_log()))

	def test_a_technician_who_is_no_employee_is_told(self):
		frappe.db.set_value("Sales Person", KARIM, "employee", None)
		visit = finish_with_logs(("08:00:00", 1, JULIE), ("08:00:00", 1, KARIM))
		frappe.clear_messages()

		self.assertEqual(len(make_timesheets(visit.name)), 1)

		self.assertIn(KARIM, str(frappe.get_message_log()))
		self.assertIn("has no Employee", str(frappe.get_message_log()))

	def test_without_times_or_before_the_submit_there_is_none(self):
		draft, untimed = make_visit().insert(), finish_visit()

		with self.assert_throws(NoTimesheetError, draft.name, "is not submitted"):
			make_timesheets(draft.name)
		with self.assert_throws(NoTimesheetError, untimed.name, "no time logs with Check In and Check Out"):
			make_timesheets(untimed.name)

	def test_who_may_not_make_timesheets_gets_none(self):
		visit = finish_with_logs(("08:00:00", 1, JULIE))
		frappe.set_user(make_user("Maintenance User"))

		with self.assertRaises(frappe.PermissionError):
			make_timesheets(visit.name)


def finish_with_logs(*logs: tuple[str, float, str]):
	"""Submit a visit of that day with time logs (start, hours, technician)."""
	visit = make_visit()
	for start, hours, service_person in logs:
		visit.append("time_logs", new_time_log(service_person, f"{DAY} {start}", hours))
	return finish_visit(visit=visit, mntc_date=DAY)


def get_timesheet(name: str):
	return frappe.get_doc("Timesheet", name)
