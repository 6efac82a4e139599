"""A customer on the telephone: when could somebody come, who, and why then."""

import frappe

from maintenance_visit_app.demo.records import make
from maintenance_visit_app.dispatch.suggestions import find_free, find_slots
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.dates import DAY_SECONDS
from maintenance_visit_app.tests import BAKERY, CLINIC, HOTEL, JULIE, KARIM
from maintenance_visit_app.tests.dispatch import MONDAY, TUESDAY, BoardTestCase, make_profile

SUNDAY_BEFORE = "2030-03-03"
DISPATCHER = "claire.dubois@example.com"
TECHNICIAN = "julie.perrin@example.com"


class TestSuggestions(BoardTestCase):
	def setUp(self) -> None:
		super().setUp()
		hours = [("Monday", "08:00", "12:00"), ("Monday", "13:00", "17:00")]
		self.gas = make("Service Skill", "Gas", skill_name="Gas")
		make_profile(JULIE, hours)
		make_profile(KARIM, hours, skills=("Gas",))
		for person in frappe.get_all(
			"Sales Person", {"is_group": 0, "name": ("not in", (JULIE, KARIM))}, pluck="name"
		):
			make_profile(person, on_board=0)

	def test_slots_are_in_working_hours_and_beside_what_stands(self):
		self.plan_visit(JULIE, "08:00:00", planned_duration=4 * 3600)
		self.plan_visit(KARIM, "08:00:00", planned_duration=9 * 3600)
		visit = self.plan_visit(None, None, customer=HOTEL)

		found = find_slots(visit.name, MONDAY, 1)

		self.assertTrue(0 < len(found["slots"]) <= 5)
		for slot in found["slots"]:
			self.assertEqual((slot["technicians"], slot["mntc_date"]), ([JULIE], MONDAY))
			self.assertTrue("13:00" <= slot["mntc_time"] <= "16:00", slot)
		self.assertIn(
			f"after {frappe.db.get_value('Customer', BAKERY, 'customer_name')}", found["slots"][0]["reason"]
		)
		visit.reload()
		self.assertEqual((visit.technicians, visit.mntc_time), (None, None))

	def test_visits_over_midnight_and_of_several_days_take_each_day_they_reach_into(self):
		for name in (JULIE, KARIM):
			frappe.get_doc("Technician Profile", name).update({"working_hours": []}).save()
		self.plan_visit(JULIE, "22:00:00", mntc_date=SUNDAY_BEFORE, planned_duration=12 * 3600)
		self.plan_visit(JULIE, "08:00:00", mntc_date=TUESDAY, planned_duration=2 * DAY_SECONDS)
		self.plan_visit(KARIM, None, planned_duration=3 * DAY_SECONDS)
		visit = self.plan_visit(None, None, customer=HOTEL)

		slots = find_slots(visit.name, MONDAY, 3, 20)["slots"]

		self.assertTrue(slots)
		for slot in slots:
			self.assertEqual((slot["technicians"], slot["mntc_date"]), ([JULIE], MONDAY))
			self.assertGreaterEqual(slot["mntc_time"], "10:00")

	def test_skill_decides_who_comes_and_a_missing_one_is_told(self):
		visit = self.plan_visit(None, None, customer=HOTEL, required_skills=[{"skill": self.gas}])
		slots = find_slots(visit.name, MONDAY, 1)["slots"]
		self.assertEqual({tuple(slot["technicians"]) for slot in slots}, {(KARIM,)})

		height = make("Service Skill", "Height", skill_name="Height")
		visit.append("required_skills", {"skill": height})
		visit.save()
		nobody = find_slots(visit.name, MONDAY, 1)
		self.assertEqual(nobody["slots"], [])
		self.assertIn("Working days of technicians who lack a skill: 2.", nobody["reasons"])

	def test_visit_that_is_due_later_can_be_sooner_where_sooner_is_asked_for(self):
		visit = self.plan_visit(None, None, customer=HOTEL, mntc_date="2030-04-15")

		slots = find_slots(visit.name, MONDAY, 1)["slots"]

		self.assertEqual({slot["mntc_date"] for slot in slots}, {MONDAY})

	def test_what_the_customer_accepts_bounds_the_slots(self):
		window = {"earliest": f"{MONDAY} 14:00:00", "latest": f"{MONDAY} 16:00:00"}
		visit = self.plan_visit(None, None, customer=HOTEL, **window)

		slots = find_slots(visit.name, MONDAY, 2)["slots"]

		self.assertTrue(slots)
		for slot in slots:
			self.assertTrue("14:00" <= slot["mntc_time"] <= "15:00", slot)

	def test_a_customer_whose_hours_have_passed_is_offered_none(self):
		window = {"earliest": f"{MONDAY} 08:00:00", "latest": f"{MONDAY} 10:00:00"}
		visit = self.plan_visit(None, None, customer=HOTEL, **window)

		with self.freeze_time(f"{MONDAY} 11:00:00"):
			found = find_slots(visit.name, MONDAY, 1)

		self.assertEqual(found["slots"], [])
		self.assertTrue(found["reasons"])

	def test_who_is_free_in_the_afternoon_with_a_skill(self):
		self.plan_visit(KARIM, "13:00:00", planned_duration=2 * 3600, customer=CLINIC)

		slots = find_free(MONDAY, 1, "afternoon", 60, [self.gas], HOTEL)["slots"]

		self.assertEqual({tuple(slot["technicians"]) for slot in slots}, {(KARIM,)})
		self.assertTrue(all("15:00" <= slot["mntc_time"] <= "16:00" for slot in slots), slots)
		self.assertEqual(find_free(TUESDAY, 1)["slots"], [])

	def test_hours_of_visits_that_the_user_may_not_read_are_taken_and_nothing_is_told_of_them(self):
		hidden = [
			self.plan_visit(JULIE, "08:00:00", customer=HOTEL, planned_duration=4 * 3600),
			self.plan_visit(KARIM, "08:00:00", customer=HOTEL, planned_duration=9 * 3600),
		]
		visit = self.plan_visit(None, None, customer=CLINIC)
		self.restrict(DISPATCHER, "Customer", CLINIC)
		frappe.set_user(DISPATCHER)

		slots = find_slots(visit.name, MONDAY, 1, 20)["slots"]

		self.assertTrue(slots)
		for slot in slots:
			self.assertEqual((slot["technicians"], slot["after"]), ([JULIE], None))
			self.assertGreaterEqual(slot["mntc_time"], "13:00")
		told = frappe.as_json(slots)
		for secret in (HOTEL, hidden[0].customer_name, hidden[0].name, "the only visit"):
			self.assertNotIn(secret, told)

	def test_nobody_is_suggested_for_a_visit_or_customer_that_the_user_may_not_read(self):
		visit = self.plan_visit(None, None, customer=HOTEL)
		self.restrict(TECHNICIAN, "Customer", CLINIC)
		frappe.set_user(TECHNICIAN)

		with self.assertRaises(frappe.PermissionError):
			find_slots(visit.name, MONDAY, 1)
		with self.assertRaises(frappe.PermissionError):
			find_free(MONDAY, 1, customer=HOTEL)
