"""A kind of source that another app adds: here ToDo, as Helpdesk's HD Ticket would be."""

import frappe
from frappe.model.document import Document
from frappe.model.mapper import get_mapped_doc

from maintenance_visit_app import desk
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sources import SourceMismatchError
from maintenance_visit_app.maintenance_visits.mappers.mapping import set_type
from maintenance_visit_app.maintenance_visits.source_kinds import HOOK
from maintenance_visit_app.tests import BOILER, HOTEL, JULIE, VisitTestCase, do_work, make_visit
from maintenance_visit_app.tests.desk_requests import cancel, load, save
from maintenance_visit_app.tests.hooks import changed_hooks


def make_visit_for_todo(source_name: str, target_doc: Document | None = None) -> Document:
	def add_row(todo: Document, visit: Document) -> None:
		visit.update({"customer": HOTEL, "company": frappe.db.get_value("Company", {"abbr": "ATS"})})
		visit.append(
			"purposes",
			{
				"prevdoc_doctype": "ToDo",
				"prevdoc_docname": todo.name,
				"item_code": BOILER,
				"service_person": JULIE,
			},
		)
		set_type(visit)

	return get_mapped_doc(
		"ToDo", source_name, {"ToDo": {"doctype": "Maintenance Visit"}}, target_doc, add_row
	)


def get_coverage(names: set[str]) -> dict[str, str]:
	return dict.fromkeys(names, "Under Contract")


def tell(visit: Document) -> None:
	status = "Closed" if visit.docstatus.is_submitted() else "Open"
	for row in visit.purposes:
		frappe.db.set_value("ToDo", row.prevdoc_docname, "status", status)


TODO = {
	"mapper": [f"{__name__}.make_visit_for_todo"],
	"maintenance_type": ["Breakdown"],
	"coverage": [f"{__name__}.get_coverage"],
	"tell": [f"{__name__}.tell"],
}


class TestKindOfAnotherApp(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		hooks = {**frappe.get_hooks(HOOK), "ToDo": TODO, "HD Ticket": {"mapper": ["helpdesk.visits.make"]}}
		changed = changed_hooks(**{HOOK: hooks})
		changed.__enter__()
		self.addCleanup(changed.__exit__, None, None, None)
		self.todo = frappe.get_doc({"doctype": "ToDo", "description": "It drips."}).insert()

	def test_visit_for_it_has_its_type_and_coverage_and_tells_it(self):
		visit = make_visit_for_todo(self.todo.name).insert()
		self.assertEqual(visit.maintenance_type, "Breakdown")

		visit = save(do_work(load(visit.doctype, visit.name)), "Submit")

		self.assertEqual(visit.purposes[0].coverage, "Under Contract")
		self.assertEqual(self.get_status(), "Closed")
		cancel(visit)
		self.assertEqual(self.get_status(), "Open")

	def test_visit_for_one_that_is_not_there_is_refused(self):
		visit = make_visit_for_todo(self.todo.name)
		visit.purposes[0].prevdoc_docname = "a ToDo that went"

		with self.assert_throws(frappe.LinkValidationError, "a ToDo that went"):
			visit.insert()

	def test_form_is_told_of_what_others_added_and_this_site_has(self):
		boot = frappe._dict()

		desk.add_sources_to_bootinfo(boot)

		self.assertEqual(list(boot.maintenance_visit_sources), ["ToDo"])
		self.assertEqual(boot.maintenance_visit_sources["ToDo"]["method"], TODO["mapper"][0])

	def test_row_for_a_kind_that_is_not_on_this_site_is_refused(self):
		visit = make_visit()
		visit.purposes[0].update({"prevdoc_doctype": "HD Ticket", "prevdoc_docname": "7"})

		with self.assert_throws(SourceMismatchError, "Row #1", "kind HD Ticket on this site"):
			visit.insert()

	def get_status(self) -> str:
		return frappe.db.get_value("ToDo", self.todo.name, "status")
