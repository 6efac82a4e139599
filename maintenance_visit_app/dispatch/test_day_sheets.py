"""A technician's days by mail, and half a day off, of which nobody says which half."""

from email import message_from_string
from unittest.mock import patch

import frappe

from maintenance_visit_app.dispatch import day_sheets
from maintenance_visit_app.dispatch.absences import Absence
from maintenance_visit_app.dispatch.day_sheets import send
from maintenance_visit_app.dispatch.loading import load
from maintenance_visit_app.dispatch.technicians import Technician
from maintenance_visit_app.tests import BAKERY, JULIE, KARIM, make_person
from maintenance_visit_app.tests.dispatch import MONDAY, SUNDAY, TUESDAY, BoardTestCase

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
