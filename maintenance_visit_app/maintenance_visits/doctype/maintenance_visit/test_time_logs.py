"""Check in, check out, and the hours between."""

import frappe
from frappe.utils import add_to_date, now_datetime

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.time_logs import (
	CheckInError,
	TimeLogError,
	check_in,
	check_out,
	undo_check_in,
)
from maintenance_visit_app.tests import (
	CLINIC,
	HOTEL,
	JULIE,
	KARIM,
	SPLIT,
	VisitTestCase,
	desk_requests,
	do_work,
	end_work_of_the_demo,
	make_visit,
)


class TestCheckIn(VisitTestCase):
	def setUp(self) -> None:
		end_work_of_the_demo()

	def test_nobody_is_at_work_on_two_visits_by_the_button_or_by_the_form(self):
		first = make_visit().insert()
		second = make_visit(HOTEL, {SPLIT: None}).insert()
		check_in(first.name, JULIE)

		with self.assert_throws(CheckInError, JULIE, first.name, "Check out there first"):
			check_in(second.name, JULIE)
		second.append("time_logs", log(-5))
		with self.assert_throws(CheckInError, JULIE, first.name):
			desk_requests.save(second)
		check_in(second.name, KARIM)
		check_out(first.name, JULIE)
		self.assertEqual(check_in(second.name, JULIE), "In Progress")

	def test_who_may_not_read_the_other_visit_is_told_without_its_name(self):
		first = make_visit().insert()
		second = make_visit(CLINIC, {SPLIT: None}).insert()
		check_in(first.name, JULIE)
		self.restrict("julie.perrin@example.com", "Customer", CLINIC)
		frappe.set_user("julie.perrin@example.com")

		with self.assert_throws(CheckInError, JULIE, "at another visit") as refused:
			check_in(second.name)

		self.assertNotIn(first.name, str(refused.raises.exception))

	def test_technician_checks_in_and_out_as_often_as_it_takes(self):
		visit = make_visit().insert()
		frappe.set_user("julie.perrin@example.com")

		self.assertEqual(check_in(visit.name, latitude=45.1885, longitude=5.7245), "In Progress")
		check_out(visit.name)
		check_in(visit.name)
		check_out(visit.name)

		visit.reload()
		self.assertEqual([log.service_person for log in visit.time_logs], [JULIE, JULIE])
		self.assertTrue(all(log.to_time for log in visit.time_logs))
		self.assertEqual(visit.time_logs[0].check_in_position, "45.18850, 5.72450")
		self.assertEqual(visit.status, "In Progress")

	def test_who_is_no_sales_person_checks_in_the_first_technician(self):
		visit = make_visit(technician=KARIM).insert()

		check_in(visit.name)

		self.assertEqual(visit.reload().time_logs[0].service_person, KARIM)

	def test_a_group_of_technicians_is_nobody_who_could_check_in(self):
		group = frappe.db.get_value("Sales Person", {"is_group": 1}, order_by="lft asc")
		visit, of_group = make_visit().insert(), make_visit(technician=group).insert()

		for name, person in ((visit.name, group), (of_group.name, None)):
			with self.subTest(person), self.assert_throws(CheckInError, group, "is a group of technicians"):
				check_in(name, person)

		self.assertEqual((visit.reload().time_logs, of_group.reload().time_logs), ([], []))

	def test_check_in_by_mistake_is_taken_back_while_nothing_followed(self):
		visit = make_visit(technician=KARIM).insert()
		former = visit.status
		check_in(visit.name)

		for _pressed in range(2):
			self.assertEqual(undo_check_in(visit.name, KARIM), former)
		self.assertEqual(visit.reload().time_logs, [])

		check_in(visit.name)
		frappe.set_user("julie.perrin@example.com")
		with self.assert_throws(CheckInError, "so it stays"):
			undo_check_in(visit.name, KARIM)
		frappe.set_user("luc.fontaine@example.com")
		with self.assertRaises(frappe.PermissionError):
			undo_check_in(visit.name, KARIM)
		self.assertEqual(len(visit.reload().time_logs), 1)

	def test_check_in_that_something_followed_or_that_is_long_ago_stays(self):
		saved_since = make_visit(time_logs=[log(-5)]).insert()
		long_ago = make_visit(technician=KARIM, time_logs=[log(-60, service_person=KARIM)]).insert()

		for visit, person in ((saved_since, JULIE), (long_ago, KARIM)):
			with self.subTest(person=person):
				with self.assert_throws(CheckInError, "so it stays"):
					undo_check_in(visit.name, person)
				self.assertEqual(len(visit.reload().time_logs), 1)

	def test_nobody_is_at_work_twice(self):
		visit = make_visit().insert()
		check_in(visit.name, JULIE)

		with self.assert_throws(CheckInError, JULIE, "Check out first"):
			check_in(visit.name, JULIE)
		with self.assert_throws(CheckInError, KARIM, "Check in first"):
			check_out(visit.name, KARIM)
		check_in(visit.name, KARIM)
		self.assertEqual(len(visit.reload().time_logs), 2)

	def test_without_any_technician_it_is_said_what_to_do(self):
		visit = make_visit(technician=None).insert()

		with self.assert_throws(CheckInError, "Name the technician"):
			check_in(visit.name)

	def test_submitted_visit_takes_no_more_time(self):
		visit = do_work(make_visit()).insert().submit()

		with self.assert_throws(CheckInError, visit.name, "Submitted"):
			check_in(visit.name)

	def test_position_that_is_no_place_is_told_and_not_kept(self):
		for latitude, longitude in ((123.0, 5.0), (float("nan"), 5.0), (45.0, float("inf"))):
			with self.subTest(latitude=latitude, longitude=longitude):
				visit = make_visit().insert()
				frappe.clear_messages()

				check_in(visit.name, JULIE, latitude=latitude, longitude=longitude)
				self.assertIn("no place on earth", str(frappe.get_message_log()))
				check_out(visit.name, JULIE)

				self.assertFalse(visit.reload().time_logs[0].check_in_position)

	def test_user_needs_to_write_the_visit(self):
		visit = make_visit().insert()
		frappe.set_user("luc.fontaine@example.com")

		with self.assertRaises(frappe.PermissionError):
			check_in(visit.name)


class TestWorkingHours(VisitTestCase):
	def setUp(self) -> None:
		end_work_of_the_demo()

	def test_hours_of_all_stretches_are_added_up(self):
		visit = make_visit(time_logs=[log(-300, -235), log(-120, -60), log(-120, -60, KARIM)]).insert()

		self.assertEqual([row.hours for row in visit.time_logs], [1.08, 1.0, 1.0])
		self.assertEqual(visit.working_hours, 3.08)

	def test_time_that_cannot_be_is_refused_with_its_row(self):
		for logs, fragments in (
			([log(-60, -90)], ("Row #1", "before Check In")),
			([log(-60, 90)], ("Row #1", "still to come")),
			([log(-90, -60), log(-70, -30)], ("Row #2", JULIE, "row #1")),
			([log(-90), log(-70)], ("Row #2", JULIE, "row #1")),
		):
			with self.subTest(fragments=fragments), self.assert_throws(TimeLogError, *fragments):
				make_visit(time_logs=logs).insert()

	def test_who_is_still_checked_in_is_named_on_submit(self):
		visit = do_work(make_visit(HOTEL, {SPLIT: None}, time_logs=[log(-60)])).insert()

		with self.assert_throws(TimeLogError, "Row #1", JULIE, "Check out"):
			visit.submit()


def log(start: int, end: int | None = None, service_person: str = JULIE) -> dict:
	"""Return a stretch of work; start and end are minutes from now."""
	now = now_datetime().replace(microsecond=0)
	return {
		"service_person": service_person,
		"from_time": add_to_date(now, minutes=start),
		"to_time": None if end is None else add_to_date(now, minutes=end),
	}
