"""Rows of visits, written and deleted by Frappe's REST as if they were documents."""

import frappe

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.test_sign_off import SIGNATURE
from maintenance_visit_app.tests import CLINIC, SPLIT
from maintenance_visit_app.tests.test_rest_api import MAINTENANCE_USER, APITestCase, minimal_visit

VISIT, ROW = "Maintenance Visit", "Maintenance Visit Purpose"


class TestVisitRow(APITestCase):
	resource = "/api/resource/Maintenance Visit"

	def test_row_of_a_submitted_visit_stays(self):
		visit = self.submitted()

		answer = self.request("DELETE", self.path(visit.purposes[0].name))

		self.assert_refused(answer)
		self.assertEqual(len(frappe.get_doc(VISIT, visit.name).purposes), 1)

	def test_no_row_comes_to_a_submitted_visit(self):
		visit = self.submitted()
		part = {"item_code": "JOINT-CH35", "qty": 50, "coverage": "Billable", "docstatus": 1}

		answer = self.request("POST", "/api/resource/Maintenance Visit Part", self.of(visit, "parts", **part))

		self.assert_refused(answer)
		self.assertEqual(frappe.get_doc(VISIT, visit.name).parts, [])

	def test_signed_work_stays_as_it_was(self):
		visit = self.drafted(customer_signature=SIGNATURE, signed_by="Mme Roux")

		changed = self.request("PUT", self.path(visit.purposes[0].name), {"work_done": "Nothing."})
		added = self.request(
			"POST", f"/api/resource/{ROW}", self.of(visit, "purposes", description="Another day.")
		)

		self.assert_refused(changed, "Mme Roux")
		self.assert_refused(added, "Mme Roux")
		self.assertEqual([row.work_done for row in frappe.get_doc(VISIT, visit.name).purposes], ["Cleaned."])

	def test_rows_of_a_draft_are_written_by_its_rules(self):
		visit = self.drafted()

		status, body = self.request(
			"POST",
			f"/api/resource/{ROW}",
			self.of(visit, "purposes", serial_no="CL50-2022-0210", name="mine"),
		)
		self.assertEqual(status, 200, body)
		row = body["data"]["name"]
		self.assertEqual(frappe.get_doc(VISIT, visit.name).purposes[1].item_code, SPLIT)
		changed = self.request("PUT", self.path(row), {"work_done": "Cleaned, too.", "parent": "elsewhere"})
		self.assertEqual(changed[0], 200, changed)
		self.assertEqual(frappe.get_doc(VISIT, visit.name).purposes[1].work_done, "Cleaned, too.")
		deleted = self.request("DELETE", self.path(row))
		self.assertEqual(deleted[0], 202, deleted)
		self.assertEqual(len(frappe.get_doc(VISIT, visit.name).purposes), 1)

	def test_row_of_a_customer_whom_the_user_may_not_see(self):
		visit = self.drafted()
		self.restrict(MAINTENANCE_USER, "Customer", CLINIC)
		self.addCleanup(self.let_see_all)

		for answer in (
			self.request("DELETE", self.path(visit.purposes[0].name)),
			self.request("POST", f"/api/resource/{ROW}", self.of(visit, "purposes", description="Hers")),
		):
			self.assert_refused(answer)
		self.assertEqual(len(frappe.get_doc(VISIT, visit.name).purposes), 1)

	def test_row_of_nothing_is_refused(self):
		answer = self.request("POST", f"/api/resource/{ROW}", {"parent": "x", "description": "Lost"})

		self.assert_refused(answer, "Name the visit")

	def drafted(self, **values):
		visit = minimal_visit(**values)
		visit["purposes"][0]["work_done"] = "Cleaned."
		status, body = self.request("POST", self.resource, {**visit, "completion_status": "Fully Completed"})
		self.assertEqual(status, 200, body)
		return frappe.get_doc(VISIT, body["data"]["name"])

	def submitted(self):
		visit = self.drafted()
		status, body = self.request("PUT", f"{self.resource}/{visit.name}", {"docstatus": 1})
		self.assertEqual(status, 200, body)
		return visit.reload()

	def of(self, visit, table: str, **values) -> dict:
		return {"parent": visit.name, "parenttype": VISIT, "parentfield": table, **values}

	def path(self, row: str) -> str:
		return f"/api/resource/{ROW}/{row}"

	def let_see_all(self) -> None:
		frappe.permissions.remove_user_permission("Customer", CLINIC, MAINTENANCE_USER)
		frappe.db.commit()
