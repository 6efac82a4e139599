import frappe
from frappe.desk.form.save import savedocs

from maintenance_visit_app.demo.records import make
from maintenance_visit_app.demo.tables import SALES_TEAM
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.dates import WindowError
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import OddValueError
from maintenance_visit_app.maintenance_visits.doctype.technician_profile.technician_profile import (
	ColorError,
	NotAPersonError,
	WorkingHoursError,
)
from maintenance_visit_app.maintenance_visits.positions import PositionError
from maintenance_visit_app.tests import VisitTestCase, make_person, make_visit
from maintenance_visit_app.tests.bare_site import get_linked_doctypes
from maintenance_visit_app.tests.dispatch import make_profile

# Frappe would make records for the tests of ERPNext, in a company that a bare site doesn't have
test_ignore = get_linked_doctypes("Technician Profile")


class TestTechnicianProfile(VisitTestCase):
	def test_two_shifts_of_a_day_may_not_overlap(self):
		hours = [("Monday", "08:00", "12:00"), ("Tuesday", "08:00", "12:00"), ("Monday", "11:30", "17:00")]

		with self.assert_throws(WorkingHoursError, "Row #3", "overlaps"):
			make_profile(make_person("Ada Roux"), hours)

	def test_a_shift_ends_after_it_begins(self):
		with self.assert_throws(WorkingHoursError, "Row #1", "not before"):
			make_profile(make_person("Ada Roux"), [("Monday", "17:00", "08:00")])

	def test_a_group_of_technicians_has_no_hours(self):
		with self.assert_throws(NotAPersonError, SALES_TEAM, "group"):
			make_profile(SALES_TEAM)

	def test_position_is_kept_in_one_form_and_nonsense_is_refused(self):
		profile = make_profile(make_person("Ada Roux"), home_position=" 45.1885; 5.7245 ")

		self.assertEqual(profile.home_position, "45.18850, 5.72450")
		with self.assert_throws(PositionError, "95, 5", "latitude and longitude"):
			make_profile(make_person("Eve Roux"), home_position="95, 5")

	def test_what_a_program_writes_for_a_color_is_one(self):
		for odd in ("red", '#fff" onmouseover="alert(1)', "#12345g"):
			with self.subTest(odd), self.assert_throws(ColorError, "is no color"):
				make_profile(make_person("Ada Roux"), color=odd)

		self.assertEqual(make_profile(make_person("Eve Roux"), color="#1F78b4").color, "#1F78b4")

	def test_what_a_profile_cannot_hold_is_told_to_who_sends_it_and_nothing_is_saved(self):
		profile = make_profile(make_person("Ada Roux"), [("Monday", "08:00", "12:00")])
		before = profile.reload().as_dict()
		for fieldname, value, *fragments in (
			("service_person", ["Ada Roux"], "Technician", "it is a list"),
			("holiday_list", {"name": "2030"}, "Holiday List", "it is a list"),
			("color", ["#1f78b4"], "Color", "it is a list"),
			("home_position", ["45.18850, 5.72450"], "Position", "it is a list"),
			("idx", 1e30, "Index", "it is too large"),
		):
			with self.subTest(fieldname), self.assert_throws(OddValueError, *fragments):
				savedocs(frappe.as_json({**before, fieldname: value}), "Save")
		for fieldname, value, *fragments in (
			("from_time", "25:99", "Row #1", "From"),
			("to_time", "noon", "Row #1", "To"),
			("weekday", ["Monday"], "Row #1", "Weekday", "it is a list"),
		):
			row = {**before["working_hours"][0], fieldname: value}
			with self.subTest(fieldname), self.assert_throws(OddValueError, *fragments):
				savedocs(frappe.as_json({**before, "working_hours": [row]}), "Save")
		for fieldname, number, error in (("color", 5, ColorError), ("home_position", 5.5, PositionError)):
			with self.subTest(fieldname), self.assert_throws(error, str(number)):
				savedocs(frappe.as_json({**before, fieldname: number}), "Save")
		self.assertEqual(profile.reload().as_dict(), before)

	def test_calendar_of_a_list_of_technicians_is_refused(self):
		calendar = {"doctype": "Visit Calendar", "service_person": [make_person("Ada Roux")]}
		number = frappe.db.count("Visit Calendar")
		with self.assert_throws(OddValueError, "Technician", "it is a list"):
			savedocs(frappe.as_json(calendar), "Save")
		self.assertEqual(frappe.db.count("Visit Calendar"), number)


class TestWindow(VisitTestCase):
	def test_window_too_short_for_the_visit_is_refused(self):
		window = {"earliest": "2030-03-04 09:00:00", "latest": "2030-03-04 10:30:00"}

		make_visit(mntc_date="2030-03-04", planned_duration=5400, **window).insert()
		with self.assert_throws(WindowError, "no room", "2h"):
			make_visit(mntc_date="2030-03-04", planned_duration=7200, **window).insert()

	def test_skills_and_priority_are_kept(self):
		skill = make("Service Skill", "Gas", skill_name="Gas")
		visit = make_visit(priority="Urgent", required_skills=[{"skill": skill}]).insert().reload()

		self.assertEqual((visit.priority, visit.required_skills[0].skill), ("Urgent", "Gas"))


class TestAddress(VisitTestCase):
	def test_position_that_somebody_enters_is_no_longer_a_learned_one(self):
		visit = make_visit().insert()
		address = self.get_address(visit.customer_address)
		address.update({"service_position": "45.2, 5.7", "service_position_check_ins": 7}).save()
		self.assertEqual(
			(address.service_position, address.service_position_check_ins), ("45.20000, 5.70000", 7)
		)

		address.update({"service_position": "45.3, 5.8"}).save()
		self.assertEqual(
			(address.service_position, address.service_position_check_ins), ("45.30000, 5.80000", 0)
		)

	def get_address(self, name: str):
		return frappe.get_doc("Address", name)
