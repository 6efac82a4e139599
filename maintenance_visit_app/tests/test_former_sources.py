"""Visits for documents whose DocType has left the site: Frappe alone opens, prints and saves none of them."""

import json

import frappe
from frappe.desk.form.load import getdoc

from maintenance_visit_app.doctor.link_checks import find_gone_kinds, find_gone_sources
from maintenance_visit_app.records import has_doctype
from maintenance_visit_app.setup import desk_links, former_sources, install, notes, permissions
from maintenance_visit_app.tests import VisitTestCase, do_work, make_visit
from maintenance_visit_app.tests.desk_requests import cancel, load, save

VISIT, ROW, GONE = "Maintenance Visit", "Maintenance Visit Purpose", "DocType That Left"
OURS = "Maintenance Visits"


class TestFormerSources(VisitTestCase):
	def test_visit_for_what_left_opens_prints_and_goes_on(self):
		visit = self.make_visit_for(GONE, "GONE-1")
		with self.assertRaises(frappe.DoesNotExistError):
			getdoc(VISIT, visit.name)

		install.after_migrate()

		visit = load(VISIT, visit.name)
		[row] = visit.purposes
		self.assertEqual((row.former_source_doctype, row.former_source), (GONE, "GONE-1"))
		self.assertFalse(row.prevdoc_doctype or row.prevdoc_docname)
		self.assertIn(visit.name, frappe.get_print(VISIT, visit.name, print_format="Service Report"))
		visit = save(do_work(visit), "Submit")
		self.assertEqual(cancel(visit).purposes[0].former_source, "GONE-1")

	def test_what_comes_back_is_linked_again_as_far_as_its_documents_came(self):
		todo = frappe.get_doc({"doctype": "ToDo", "description": "It drips."}).insert()
		there, gone = make_visit().insert(), make_visit().insert()
		self.set_row(there, former_source_doctype="ToDo", former_source=todo.name)
		self.set_row(gone, former_source_doctype="ToDo", former_source="a ToDo that went")

		install.after_migrate()

		[row], [other] = load(VISIT, there.name).purposes, load(VISIT, gone.name).purposes
		self.assertEqual(
			(row.prevdoc_doctype, row.prevdoc_docname, row.former_source), ("ToDo", todo.name, None)
		)
		self.assertEqual((other.prevdoc_docname, other.former_source), (None, "a ToDo that went"))

	def test_uninstall_hands_the_rows_back_as_they_were(self):
		visit = self.make_visit_for(GONE, "GONE-1")
		former_sources.follow()

		former_sources.put_all_back()

		row = {"parent": visit.name, "prevdoc_doctype": GONE, "prevdoc_docname": "GONE-1"}
		self.assertTrue(frappe.db.exists(ROW, row))
		self.assertFalse(former_sources.get_former_doctypes())

	def test_doctor_tells_and_mends(self):
		self.make_visit_for(GONE, "GONE-1")
		self.assertIn(GONE, find_gone_kinds()[GONE])
		self.assertEqual([key for key in find_gone_sources() if GONE in key], [])

		former_sources.set_aside(find_gone_kinds())

		self.assertEqual(find_gone_kinds(), {})

	def make_visit_for(self, doctype: str, name: str):
		visit = make_visit().insert()
		self.set_row(visit, prevdoc_doctype=doctype, prevdoc_docname=name)
		return visit

	def set_row(self, visit, **values) -> None:
		frappe.db.set_value(ROW, visit.purposes[0].name, values)
		frappe.clear_document_cache(VISIT, visit.name)


class TestDesk(VisitTestCase):
	def test_link_that_leads_nowhere_goes_and_comes_back_in_its_place(self):
		self.assert_goes_and_comes_back("Workspace Link", "Maintenance Checklist")

	def test_so_does_a_link_of_the_sidebar_to_a_workspace(self):
		if not has_doctype("Workspace Sidebar"):
			self.skipTest("There are sidebars since Frappe 16.")
		self.assert_goes_and_comes_back("Workspace Sidebar Item", OURS)

	def assert_goes_and_comes_back(self, doctype: str, link_to: str) -> None:
		before = get_links(doctype)
		# As if what it leads to had left: an admin's own links are none of ours
		link = frappe.db.get_value(doctype, {"parent": OURS, "link_to": link_to})
		frappe.db.set_value(doctype, link, "link_to", GONE)

		desk_links.follow()

		self.assertNotIn(GONE, get_links(doctype))
		notes.write(notes.LINKS, json.dumps([link_to]))
		desk_links.follow()
		self.assertEqual(get_links(doctype), before)
		self.assertEqual(notes.read(notes.LINKS), "[]")

	def test_doctype_that_comes_gets_its_rules(self):
		rule = {"parent": "Serial No", "role": "Maintenance User"}
		frappe.db.delete("Custom DocPerm", {"parent": "Serial No"})
		frappe.db.delete("DocPerm", rule)
		notes.write(notes.ABSENT, '["Serial No"]')

		permissions.follow_doctypes()

		self.assertTrue(frappe.db.exists("Custom DocPerm", rule))


def get_links(doctype: str) -> list[str]:
	return frappe.get_all(doctype, {"parent": OURS}, pluck="link_to", order_by="idx")
