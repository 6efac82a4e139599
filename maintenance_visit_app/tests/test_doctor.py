"""The doctor finds each kind of damage, names it, and mends what can be mended without deleting anything."""

import frappe
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from frappe.utils import add_days, today

from maintenance_visit_app.doctor import CHECKS, examine, get_result, report
from maintenance_visit_app.records import has_doctype
from maintenance_visit_app.setup import notes
from maintenance_visit_app.tests import (
	BOILER,
	BOILER_SERIAL_NO,
	HOTEL,
	JULIE,
	OTHER_BOILER_SERIAL_NO,
	VisitTestCase,
	do_work,
	make_claim,
	make_order,
	make_visit,
	make_yearly_schedule,
)
from maintenance_visit_app.tests.desk_requests import save
from maintenance_visit_app.tests.hooks import changed_hooks
from maintenance_visit_app.tests.site_rules import make_field_an_admins, make_rules_of_erpnext
from maintenance_visit_app.tests.test_statements import count_statements

VISIT, ROW = "Maintenance Visit", "Maintenance Visit Purpose"
GONE = "gone-for-ever"
JULIES_USER = "julie.perrin@example.com"
MANAGER = "paul.mercier@example.com"


class DoctorTestCase(VisitTestCase):
	def check(self, name: str, fix: bool = False):
		return get_result(next(check for check in CHECKS if check.name == name), fix)

	def assert_found(self, name: str, *fragments: str) -> None:
		"""One problem is found, whose sentence holds the fragments."""
		problems = [problem for problem in self.check(name).problems if fragments[0] in problem]
		self.assertEqual(len(problems), 1, self.check(name).problems)
		for fragment in fragments:
			self.assertIn(fragment, problems[0])

	def assert_mended(self, name: str) -> None:
		self.assertEqual(self.check(name, fix=True).mark, "mended")
		self.assertEqual(self.check(name).mark, "ok")


class TestHealth(DoctorTestCase):
	def test_a_site_that_works_is_well(self):
		results = examine()

		self.assertEqual([(result.check.name, result.problems) for result in results if result.problems], [])
		self.assertTrue(report.is_healthy(results))
		self.assertIn("All is well.", report.get_text("site", results, fix=False))

	def test_owners_and_series_are_told(self):
		for owner in ("Maintenance Visit: maintenance_visit_app", "Purpose: maintenance_visit_app"):
			self.assertIn(owner, self.check("owner").state)
		self.assertIn("MAT-MVS-.YYYY.-", self.check("series").state)

	def test_statements_do_not_grow_with_the_rows(self):
		make_settled_claim()
		# Which columns there are is cached
		examine()
		few = count_statements(examine)
		for _number in range(8):
			make_settled_claim()
			make_order()
			make_yearly_schedule()

		many = count_statements(examine)

		self.assertEqual(len(many), len(few), "\n".join(many))


class TestSetup(DoctorTestCase):
	def test_doctype_of_another_app(self):
		frappe.db.set_value("DocType", VISIT, "module", "Maintenance")

		self.assert_found("owner", VISIT, "belongs to erpnext", "module Maintenance")
		self.assert_mended("owner")
		# Frappe commits while it imports a file; what came after has to stay with that.
		frappe.db.commit()  # nosemgrep

	def test_interrupted_installation(self):
		notes.erase(notes.INSTALLED)

		self.assert_found("installation", "interrupted")
		self.assert_mended("installation")

	def test_copy_of_the_series_that_hides_the_apps_own(self):
		make_property_setter(VISIT, "naming_series", "options", "MAT-MVS-.YYYY.-", "Text")

		self.assert_found("series", "old copy of the naming series")
		self.assert_mended("series")

	def test_series_of_an_admin_is_no_problem(self):
		make_property_setter(VISIT, "naming_series", "options", "HOTEL-.####", "Text")
		frappe.clear_cache(doctype=VISIT)

		result = self.check("series", fix=True)

		self.assertEqual((result.mark, result.state), ("ok", "HOTEL-.####"))

	def test_missing_custom_field(self):
		frappe.delete_doc("Custom Field", "Sales Order-maintenance_status", force=True)

		self.assert_found("fields", "Sales Order has no custom field maintenance_status")
		self.assert_mended("fields")

	def test_custom_field_with_other_options(self):
		frappe.db.set_value("Custom Field", "Sales Order-maintenance_status", "options", "Done")

		self.assert_found("fields", "maintenance_status of Sales Order is otherwise than")
		self.assert_mended("fields")

	def test_custom_field_that_an_admin_made_his_own_is_no_problem(self):
		make_field_an_admins()

		self.assertEqual(self.check("fields").mark, "ok")

	def test_role_that_a_sites_own_rules_shut_out(self):
		make_rules_of_erpnext()
		self.assertFalse(frappe.has_permission(VISIT, "read", user=MANAGER))

		self.assert_found(
			"permissions", "Maintenance Manager can't use Maintenance Visit", "none for that role"
		)
		self.assert_mended("permissions")

		frappe.set_user(MANAGER)
		save(make_visit())
		for right in ("write", "submit", "cancel", "amend", "delete", "import", "export"):
			self.assertTrue(frappe.has_permission(VISIT, right), right)

	def test_role_that_an_admin_lets_only_select_is_no_problem(self):
		make_rules_of_erpnext()
		frappe.permissions.add_permission(VISIT, "Maintenance Manager", ptype="select")

		self.assertEqual(self.check("permissions").mark, "ok")

	def test_site_without_rules_of_its_own_is_no_problem(self):
		self.assertFalse(frappe.get_all("Custom DocPerm", {"parent": VISIT}))

		self.assertEqual(self.check("permissions").mark, "ok")

	def test_class_of_another_app(self):
		with changed_hooks(override_doctype_class={VISIT: ["frappe.model.document.Document"]}):
			frappe.controllers.pop(frappe.local.site, None)
			self.assert_found("controllers", VISIT, "frappe.model.document.Document")
		frappe.controllers.pop(frappe.local.site, None)

		self.assertEqual(self.check("controllers").mark, "ok")

	def test_method_that_another_app_overrides_after_us(self):
		method = "erpnext.selling.doctype.sales_order.sales_order.make_maintenance_visit"
		theirs = {**frappe.get_hooks("override_whitelisted_methods"), method: ["hotel_visits.make"]}

		with changed_hooks(override_whitelisted_methods=theirs):
			self.assert_found("methods", method, "leads to hotel_visits.make")

	def test_events_that_are_not_called(self):
		with changed_hooks(doc_events={"Sales Order": {}}):
			self.assert_found("events", "validate of Sales Order", "overrides.sales_order.validate")


class TestLinks(DoctorTestCase):
	def test_each_link_of_a_row_that_leads_nowhere(self):
		for name, fieldname in (
			("serial_numbers", "serial_no"),
			("items", "item_code"),
			("schedule_rows", "maintenance_schedule_detail"),
		):
			visit = make_visit().insert()
			frappe.db.set_value(ROW, visit.purposes[0].name, fieldname, GONE)

			self.assert_found(name, visit.name, "row 1", GONE, "does not exist")
			self.assert_only_told(name, fieldname, visit)

	def test_source_and_line_that_are_gone(self):
		for doctype in filter(has_doctype, ("Sales Order", "Maintenance Schedule", "Warranty Claim")):
			visit = make_visit().insert()
			source = {"prevdoc_doctype": doctype, "prevdoc_docname": GONE, "prevdoc_detail_docname": GONE}
			frappe.db.set_value(ROW, visit.purposes[0].name, source)

			self.assert_found("sources", visit.name, doctype, GONE)
			self.assert_only_told("sources", "prevdoc_docname", visit)
			if doctype == "Sales Order":
				self.assert_found("lines", visit.name, "Sales Order Item", GONE)

	def test_schedule_of_a_visit_that_is_gone(self):
		visit = make_visit().insert()
		frappe.db.set_value(
			VISIT, visit.name, {"maintenance_schedule": GONE, "maintenance_schedule_detail": GONE}
		)

		self.assert_found("schedules", visit.name, "Maintenance Schedule", GONE)
		self.assert_found("schedule_rows", visit.name, "Maintenance Schedule Detail", GONE)

	def test_what_cancelled_visits_name_may_be_gone(self):
		visit = do_work(make_visit()).insert().submit()
		visit.cancel()
		frappe.db.set_value(ROW, visit.purposes[0].name, "serial_no", GONE)

		self.assertEqual(self.check("serial_numbers").mark, "ok")

	def assert_only_told(self, name: str, fieldname: str, visit) -> None:
		result = self.check(name, fix=True)
		self.assertEqual((result.mark, result.mended), ("wrong", []))
		self.assertEqual(frappe.db.get_value(ROW, visit.purposes[0].name, fieldname), GONE)


class TestFacts(DoctorTestCase):
	def test_visit_that_says_something_else_than_its_technicians(self):
		visit = make_visit().insert()
		frappe.db.set_value(VISIT, visit.name, "status", "Draft")

		self.assert_found("visits", visit.name, "says Draft; it is Planned")
		self.assert_mended("visits")
		self.assertEqual(frappe.db.get_value(VISIT, visit.name, "status"), "Planned")

	def test_visit_whose_day_has_passed_since_the_daily_job_is_no_problem(self):
		visit = make_visit().insert()
		frappe.db.set_value(VISIT, visit.name, "mntc_date", add_days(today(), -1))

		self.assertEqual(self.check("visits").mark, "ok")

	def test_order_that_says_something_else_than_its_visits(self):
		sales_order = make_order()
		frappe.db.set_value("Sales Order", sales_order.name, "maintenance_status", "Fully Serviced")

		self.assert_found("orders", sales_order.name, "says Fully Serviced, its visits Not Visited")
		self.assert_mended("orders")

	def test_schedule_row_that_says_visited_without_a_visit(self):
		schedule = make_yearly_schedule()
		detail = schedule.schedules[0].name
		frappe.db.set_value("Maintenance Schedule Detail", detail, "completion_status", "Fully Completed")

		self.assert_found("schedule_facts", schedule.name, "row 1 says Fully Completed, its visits Pending")
		self.assert_mended("schedule_facts")

	def test_claim_that_is_open_although_a_visit_settled_it(self):
		claim = make_settled_claim()
		frappe.db.set_value("Warranty Claim", claim.name, {"status": "Open", "resolved_by": None})

		self.assert_found("claims", claim.name, "says Open, its visits Closed")
		self.assert_mended("claims")
		self.assertEqual(claim.reload().resolved_by, JULIES_USER)

	def test_date_that_erpnext_completed_by_one_of_two_serial_numbers_is_told_and_kept(self):
		schedule = make_yearly_schedule()
		detail = schedule.schedules[0].name
		both = f"{BOILER_SERIAL_NO}\n{OTHER_BOILER_SERIAL_NO}"
		frappe.db.set_value("Maintenance Schedule Detail", detail, "serial_no", both)
		visit = make_visit(HOTEL, {BOILER: BOILER_SERIAL_NO}, maintenance_schedule=schedule.name)
		visit.maintenance_schedule_detail = detail
		save(save(do_work(visit)), "Submit")
		frappe.db.set_value("Maintenance Schedule Detail", detail, "completion_status", "Fully Completed")

		self.assertEqual(self.check("schedule_facts", fix=True).mark, "ok")
		self.assert_found("done_dates", schedule.name, "row 1 says Fully Completed")
		self.assertEqual(self.check("done_dates", fix=True).mark, "wrong")
		status = frappe.db.get_value("Maintenance Schedule Detail", detail, "completion_status")
		self.assertEqual(status, "Fully Completed")

	def test_claim_that_was_closed_or_cancelled_by_hand(self):
		settled, unvisited = make_settled_claim(), make_claim()
		frappe.db.set_value("Warranty Claim", settled.name, "status", "Cancelled")
		frappe.db.set_value("Warranty Claim", unvisited.name, "status", "Closed")

		self.assertEqual(self.check("claims").mark, "ok")

	def test_claim_that_a_sales_person_resolved(self):
		claim = make_settled_claim()
		frappe.db.set_value("Warranty Claim", claim.name, {"resolved_by": JULIE, "status": "Cancelled"})

		self.assert_found("resolvers", claim.name, JULIE, "is no User")
		self.assert_mended("resolvers")
		self.assertEqual((claim.reload().resolved_by, claim.status), (JULIES_USER, "Cancelled"))

	def test_name_that_no_visit_keeps_is_not_taken_from_a_claim(self):
		claim = make_claim()
		frappe.db.set_value("Warranty Claim", claim.name, "resolved_by", "Somebody from Grenoble")

		self.assertEqual(self.check("resolvers", fix=True).mark, "wrong")
		self.assertEqual(claim.reload().resolved_by, "Somebody from Grenoble")


class TestReport(DoctorTestCase):
	def test_twenty_are_named_and_the_others_counted(self):
		visit = make_visit()
		for _number in range(22):
			visit.append("purposes", {"item_code": "CHAUD-35"})
		visit.insert()
		frappe.db.set_value(ROW, {"parent": visit.name}, "serial_no", GONE)

		results = examine()
		lines = report.get_text("site", results, fix=False).splitlines()

		self.assertEqual(len([line for line in lines if f"{visit.name}, row" in line]), 20)
		self.assertIn("        and 3 more", lines)
		self.assertIn("wrong   Serial numbers of rows   23 found, 0 mended", lines)
		self.assertTrue(any(line.startswith("        To do: In a draft") for line in lines))
		self.assertIn("1 of 21 checks found something wrong.", lines[-1])
		facts = {check["name"]: check for check in report.get_facts("site", results)["checks"]}
		self.assertEqual(len(facts["serial_numbers"]["problems"]), 23)

	def test_check_that_fails_does_not_stop_the_others(self):
		with changed_hooks(doc_events=None):
			result = self.check("events")

		self.assertEqual(result.mark, "wrong")
		self.assertIn("could not be made to its end", result.problems[0])


def make_visit_for(doctype: str, name: str):
	visit = make_visit(HOTEL)
	visit.purposes[0].update({"prevdoc_doctype": doctype, "prevdoc_docname": name})
	return visit


def make_settled_claim():
	claim = make_claim()
	do_work(make_visit_for("Warranty Claim", claim.name)).insert().submit()
	return claim.reload()
