"""A dispatcher chooses what is due in the report *Visits Due*, and has the visits made."""

import frappe
from frappe.utils import format_date, getdate, strip_html_tags, today

from maintenance_visit_app.demo.documents import make_schedule
from maintenance_visit_app.maintenance_visits.mappers import from_maintenance_schedule
from maintenance_visit_app.maintenance_visits.planning import due_work
from maintenance_visit_app.maintenance_visits.planning.due_work import make_visits
from maintenance_visit_app.tests import (
	BOILER,
	CLINIC,
	HOTEL,
	JULIE,
	KARIM,
	SPLIT,
	VisitTestCase,
	make_claim,
)

DISPATCHER, READER = "claire.dubois@example.com", "luc.fontaine@example.com"


class TestDueWork(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		self.schedule = make_schedule(HOTEL, {BOILER: ("Weekly", 3, 7, JULIE)})
		self.rows = [row.name for row in self.schedule.schedules]
		self.claim = make_claim()
		frappe.set_user(DISPATCHER)
		frappe.clear_messages()

	def test_each_date_and_claim_gets_its_draft(self):
		result = make_visits(frappe.as_json(self.rows[:2]), frappe.as_json([self.claim.name]))

		first, second, third = (frappe.get_doc("Maintenance Visit", name) for name in result["done"])
		self.assertEqual(
			[(getdate(visit.mntc_date), visit.technicians, visit.status) for visit in (first, second)],
			[(getdate(row.scheduled_date), JULIE, "Planned") for row in self.schedule.schedules[:2]],
		)
		self.assertEqual(first.purposes[0].maintenance_schedule_detail, self.rows[0])
		self.assertEqual(
			(third.purposes[0].prevdoc_docname, third.status, third.maintenance_type),
			(self.claim.name, "Draft", "Breakdown"),
		)
		self.assertEqual((result["failed"], get_told()), ([], []))

	def test_rows_of_one_day_and_technician_come_into_one_visit(self):
		schedule = make_schedule(CLINIC, {BOILER: ("Weekly", 1, 7, KARIM), SPLIT: ("Weekly", 1, 7, KARIM)})

		result = make_visits([row.name for row in schedule.schedules])

		(name,) = result["done"]
		rows = frappe.get_doc("Maintenance Visit", name).purposes
		self.assertEqual({row.item_code for row in rows}, {BOILER, SPLIT})

	def test_what_has_a_draft_meanwhile_is_told_and_stops_no_other(self):
		chosen = {"filtered_children": [self.rows[0]]}
		planned = from_maintenance_schedule.make_maintenance_visit(
			self.schedule.name, item_name=chosen
		).insert()

		result = make_visits([*self.rows[:2], "gone"], [self.claim.name, self.claim.name])

		self.assertEqual(len(result["done"]), 2)
		self.assertEqual(
			result["failed"],
			[
				{"name": self.rows[0], "reason": f"It has got a visit meanwhile: {planned.name}."},
				{"name": "gone", "reason": "There is no such date any more. Load the report again."},
			],
		)
		(told,) = get_told()
		self.assertIn(f"Not made:{self.schedule.name}", told)

	def test_refused_visit_leaves_nothing_behind(self):
		frappe.db.set_value("Warranty Claim", self.claim.name, "status", "Closed")
		before = frappe.db.count("Maintenance Visit")

		result = make_visits([self.rows[0]], [self.claim.name])

		self.assertEqual((len(result["done"]), result["failed"][0]["name"]), (1, self.claim.name))
		self.assertIn("Set its status to Open", result["failed"][0]["reason"])
		self.assertEqual(frappe.db.count("Maintenance Visit"), before + 1)

	def test_who_may_not_read_the_schedule_makes_no_visit_for_it_and_learns_nothing_of_it(self):
		frappe.set_user("Administrator")
		chosen = {"filtered_children": [self.rows[0]]}
		from_maintenance_schedule.make_maintenance_visit(self.schedule.name, item_name=chosen).insert()
		self.restrict(DISPATCHER, "Customer", CLINIC)
		frappe.set_user(DISPATCHER)
		frappe.clear_messages()

		result = make_visits(self.rows, [self.claim.name])

		refused = [{"name": name, "reason": "Not permitted"} for name in (self.claim.name, *self.rows)]
		self.assertEqual((result["done"], result["told"]), ([], []))
		self.assertCountEqual(result["failed"], refused)
		(told,) = get_told()
		for row in self.rows:
			self.assertIn(f"{row}Not permitted", told)
		for secret in (self.schedule.name, HOTEL, format_date(self.schedule.schedules[0].scheduled_date)):
			self.assertNotIn(secret, frappe.as_json([result, frappe.get_message_log()]))
		self.assertFalse(frappe.flags.error_message)

	def test_who_may_make_no_visits_is_refused_first(self):
		frappe.set_user(READER)

		with self.assertRaises(frappe.PermissionError):
			make_visits("[malformed", [])

	def test_nothing_too_much_or_no_list_is_told(self):
		for values, fragment in (
			({}, "at least one row"),
			({"dates": "[malformed"}, "JSON is wanted"),
			({"dates": [str(number) for number in range(due_work.MOST + 1)]}, "rows at most"),
		):
			with self.subTest(values), self.assert_throws(frappe.ValidationError, fragment):
				make_visits(**values)

	def test_many_are_made_in_the_background(self):
		schedule = make_schedule(CLINIC, {SPLIT: ("Weekly", due_work.MOST_AT_ONCE + 1, 7, KARIM)})
		sources = due_work.get_sources([row.name for row in schedule.schedules], [])
		self.assertIsNone(make_visits([row.name for row in schedule.schedules]))
		self.assertIn("in the background", get_told()[0])

		due_work.make_in_background(sources)

		made = {"maintenance_schedule": schedule.name, "mntc_date": (">", today())}
		self.assertEqual(frappe.db.count("Maintenance Visit", made), due_work.MOST_AT_ONCE + 1)
		log = frappe.get_last_doc("Notification Log", {"for_user": DISPATCHER})
		self.assertEqual(log.subject, "21 of 21 visits made")


def get_told() -> list[str]:
	return [strip_html_tags(entry["message"]) for entry in frappe.get_message_log()]
