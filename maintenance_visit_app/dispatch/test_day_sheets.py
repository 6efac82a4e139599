"""A technician's days by mail, and half a day off, of which nobody says which half."""

from email import message_from_string
from unittest.mock import patch

import frappe
from frappe.utils import getdate

from maintenance_visit_app.dispatch import day_sheets, technicians
from maintenance_visit_app.dispatch.absences import Absence, group_leaves, join
from maintenance_visit_app.dispatch.day_sheets import send
from maintenance_visit_app.dispatch.loading import load
from maintenance_visit_app.dispatch.proposals import make_proposal
from maintenance_visit_app.dispatch.technicians import Technician
from maintenance_visit_app.dispatch.test_board import make_holiday_list
from maintenance_visit_app.tests import BAKERY, HOTEL, JULIE, KARIM, make_person
from maintenance_visit_app.tests.dispatch import MONDAY, SUNDAY, TUESDAY, BoardTestCase, make_profile

JULIES_USER = "julie.perrin@example.com"


class TestDaySheets(BoardTestCase):
	def test_each_technician_is_mailed_his_own_days_and_who_has_no_user_is_told(self):
		nobody = make_person("Without a User")
		own, others = self.plan_visit(JULIE), self.plan_visit(KARIM)
		self.plan_visit(nobody, mntc_date=TUESDAY)
		frappe.db.set_value("User", JULIES_USER, "language", "fr")

		told = send(MONDAY, SUNDAY, [JULIE, nobody])

		self.assertEqual(told, {"sent": [JULIE], "unknown": [nobody]})
		queued = frappe.get_last_doc("Email Queue")
		self.assertEqual([row.recipient for row in queued.recipients], [JULIES_USER])
		mail = self.get_text(queued)
		for part in (own.name, "09:00", frappe.db.get_value("Customer", BAKERY, "customer_name"), "lundi"):
			self.assertIn(part, mail)
		self.assertNotIn(others.name, mail)

	def test_visit_of_several_days_is_told_on_each_and_its_hour_on_the_first(self):
		visit = self.plan_visit(JULIE, "22:00:00", planned_duration=8 * 3600)

		send(MONDAY, SUNDAY, [JULIE])

		mail = self.get_text(frappe.get_last_doc("Email Queue"))
		monday, tuesday = mail.index("Monday"), mail.index("Tuesday")
		self.assertTrue(monday < mail.index("22:00") < tuesday < mail.index("Goes on"), mail)
		self.assertEqual(mail.count(f">{visit.name}<"), 2)
		send(TUESDAY, TUESDAY, [JULIE])
		self.assertNotIn("22:00", self.get_text(frappe.get_last_doc("Email Queue")))

	def test_more_visits_than_a_page_asks_for_at_once_are_mailed_all_the_same(self):
		visits = [self.plan_visit(JULIE, mntc_date=day) for day in (MONDAY, TUESDAY)]

		with patch.object(day_sheets, "MOST", 1):
			send(MONDAY, SUNDAY, [JULIE])

		mail = self.get_text(frappe.get_last_doc("Email Queue"))
		for visit in visits:
			self.assertIn(visit.name, mail)

	def test_who_may_not_mail_visits_mails_none(self):
		frappe.set_user("Guest")
		with self.assertRaises(frappe.PermissionError):
			send(MONDAY, SUNDAY, [JULIE])

	def get_text(self, queued) -> str:
		parts = message_from_string(queued.message).walk()
		return " ".join(
			(part.get_payload(decode=True) or b"").decode()
			for part in parts
			if part.get_content_maintype() == "text"
		)


class TestHalfDays(BoardTestCase):
	def test_on_a_day_half_off_nothing_more_is_planned_and_what_stands_is_not_remarked(self):
		day = frappe.utils.getdate(MONDAY)
		person = Technician(JULIE, absences={day: Absence("Half a day off", is_half=True)})

		self.assertEqual(len(load([person], [], day, day).problem.shifts), 1)
		self.assertEqual(load([person], [], day, day, is_to_be_planned=True).problem.shifts, [])

	def test_visits_of_who_is_half_off_are_not_moved_away(self):
		make_profile(JULIE)
		visit = self.plan_visit(JULIE, customer=HOTEL)
		day = getdate(MONDAY)
		absences = {JULIE: {day: Absence("Half a day off", is_half=True)}}

		with patch.object(technicians, "get_absences", lambda *_about: absences):
			proposal = make_proposal(day, day, [], [visit.name])

		self.assertEqual((proposal["changes"], proposal["unplaced"]), ([], []))

	def test_whole_day_off_wins_over_half_and_two_halves_of_leave_are_a_whole(self):
		day = getdate(MONDAY)
		half, whole, leave = Absence("Fête", is_half=True), Absence("Fête"), Absence("Half", is_half=True)

		self.assertEqual(join({day: whole}, {day: leave}), {day: whole})
		self.assertEqual(join({day: half}, {day: Absence("On leave")}), {day: Absence("On leave")})
		self.assertTrue(join({day: half}, {day: leave})[day].is_half)
		days = {"from_date": day, "to_date": day, "half_day": 1, "half_day_date": day}
		one = frappe._dict(employee="Julie", **days)
		self.assertEqual(group_leaves([one])["Julie"][day], Absence("Half a day off", is_half=True))
		self.assertEqual(group_leaves([one, one])["Julie"][day], Absence("On leave"))
		of_week = frappe._dict(one, half_day=0)
		for leaves in ([one, of_week], [of_week, one]):
			self.assertEqual(group_leaves(leaves)["Julie"][day], Absence("On leave"))

	def test_half_a_holiday_is_half_a_day_where_erpnext_knows_of_it_and_its_visits_stay(self):
		make_profile(JULIE)
		visit = self.plan_visit(JULIE, customer=HOTEL)
		employee = frappe.db.get_value("Sales Person", JULIE, "employee")
		holidays = make_holiday_list(MONDAY)
		frappe.db.set_value("Employee", employee, "holiday_list", holidays)
		knows_half = frappe.get_meta("Holiday").has_field("is_half_day")
		if knows_half:
			frappe.db.set_value("Holiday", {"parent": holidays}, "is_half_day", 1)
		day = getdate(MONDAY)

		self.assertEqual(self.get_lane(JULIE)["days"][0]["minutes"], 240 if knows_half else 0)
		proposal = make_proposal(day, day, [], [visit.name])
		moved = [change["visit"] for change in proposal["changes"]]
		self.assertEqual(moved, [] if knows_half else [visit.name])
