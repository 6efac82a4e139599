"""Who may read the visits of one customer learns of no other one, not even that it is there."""

import json
import re

import frappe
from frappe.utils import today

from maintenance_visit_app.tests import CLINIC, HOTEL, JULIE, SPLIT, make_visit
from maintenance_visit_app.tests.test_permissions import MAINTENANCE_USER
from maintenance_visit_app.tests.test_rest_api import APITestCase

APP = "maintenance_visit_app"
RULES = f"{APP}.maintenance_visits.doctype.maintenance_visit"
GONE = "MAT-MVS-GONE"
# {method: its arguments beside the visit}, and under which name it takes the visit
METHODS = {
	f"{RULES}.time_logs.check_in": ("visit", {}),
	f"{RULES}.time_logs.check_out": ("visit", {}),
	f"{RULES}.time_logs.undo_check_in": ("visit", {"service_person": JULIE}),
	f"{RULES}.missing.get_missing": ("name", {}),
	f"{RULES}.drafts.get_drafts": ("name", {"doctype": "Maintenance Visit"}),
	f"{APP}.maintenance_visits.planning.bulk.assign_technician": ("visits", {"service_person": JULIE}),
	f"{APP}.maintenance_visits.planning.bulk.reschedule": ("visits", {"days": 1}),
	f"{APP}.maintenance_visits.planning.calendar.move_visit": ("args", {}),
	f"{APP}.dispatch.suggestions.find_slots": ("visit", {}),
	f"{APP}.dispatch.moves.take_back": ("visit", {"modified": today()}),
	f"{APP}.api.visits.update_visit": ("visit", {"values": {}}),
}


class TestPermittedVisit(APITestCase):
	def setUp(self) -> None:
		self.visit = make_visit(HOTEL).insert().name
		self.own = make_visit(CLINIC, {SPLIT: None}).insert().name
		self.addCleanup(forget, self.visit, self.own)

	def test_visit_of_another_customer_is_told_as_one_that_is_not_there(self):
		self.restrict(MAINTENANCE_USER, "Customer", CLINIC)
		for method, (argument, values) in METHODS.items():
			with self.subTest(method):
				hidden, gone = (self.ask(method, argument, values, name) for name in (self.visit, GONE))

				self.assertEqual(hidden, gone)
				self.assertIn("There is no visit", hidden[1])
				if argument != "visits":
					self.assertEqual(hidden[0], 403)

	def test_by_rest_of_its_own_name_or_of_another_programs(self):
		frappe.db.set_value(
			"Maintenance Visit", self.visit, {"external_system": "CRM", "external_id": "4711"}
		)
		self.restrict(MAINTENANCE_USER, "Customer", CLINIC)
		path = f"/api/method/{APP}.api.visits.get_visit"
		for known, unknown in (
			({"visit": self.visit}, {"visit": GONE}),
			(
				{"external_system": "CRM", "external_id": "4711"},
				{"external_system": "CRM", "external_id": "4712"},
			),
		):
			hidden, gone = (self.request("GET", path, **query) for query in (known, unknown))

			self.assertEqual(hidden[0], 403)
			asked, asked_in_vain = list(known.values())[-1], list(unknown.values())[-1]
			self.assertEqual(strip(hidden, asked), strip(gone, asked_in_vain))

	def test_who_may_read_all_visits_is_told_that_one_is_not_there(self):
		for method, (argument, values) in METHODS.items():
			with self.subTest(method):
				status, told = self.ask(method, argument, values, GONE)

				self.assertIn("NAME not found", told)
				if argument != "visits":
					self.assertEqual(status, 404)

	def test_own_visit_is_still_checked_in_at(self):
		self.restrict(MAINTENANCE_USER, "Customer", CLINIC)
		data = {"visit": self.own, "service_person": JULIE}

		answer = self.request("POST", f"/api/method/{RULES}.time_logs.check_in", data)

		self.assertEqual(answer, (200, {"message": "In Progress"}))

	def ask(self, method: str, argument: str, values: dict, name: str) -> tuple[int, str]:
		sent = {"visits": [name], "args": {"name": name, "planned_start": today()}}.get(argument, name)
		return strip(self.request("POST", f"/api/method/{method}", {argument: sent, **values}), name)


def strip(answer: tuple[int, dict], name: str) -> tuple[int, str]:
	"""Return status and all that was answered, without the name that was asked for and Frappe's number of the error."""
	text = json.dumps(answer[1], sort_keys=True, ensure_ascii=False).replace(name, "NAME")
	return answer[0], re.sub(r"[0-9a-f]{56}", "", text)


def forget(*visits: str) -> None:
	frappe.db.rollback()
	frappe.set_user("Administrator")
	frappe.db.delete("User Permission", {"user": MAINTENANCE_USER, "for_value": CLINIC})
	frappe.clear_cache(user=MAINTENANCE_USER)
	for visit in visits:
		frappe.delete_doc("Maintenance Visit", visit, force=True)
	frappe.db.commit()  # nosemgrep: what the requests have committed
