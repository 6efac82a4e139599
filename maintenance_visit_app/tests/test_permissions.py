"""What each role may do with visits, and that a maintenance role needs no other to fill one in."""

import frappe
from frappe.desk.search import search_link

from maintenance_visit_app.demo.documents import amend_visit
from maintenance_visit_app.maintenance_visits.mappers.from_sales_order import (
	make_maintenance_visit,
)
from maintenance_visit_app.patches import read_units
from maintenance_visit_app.records import has_doctype
from maintenance_visit_app.setup import permissions
from maintenance_visit_app.tests import HOTEL, VisitTestCase, do_work, make_order, make_visit

# One user of the demo company for each role
MAINTENANCE_USER = "julie.perrin@example.com"
MAINTENANCE_MANAGER = "paul.mercier@example.com"
SALES_USER = "luc.fontaine@example.com"
SYSTEM_MANAGER = "anne.lefort@example.com"
FULL = ("read", "write", "create", "delete", "submit", "cancel", "amend", "print", "email", "report", "share")


class TestRoles(VisitTestCase):
	def test_maintenance_user_takes_a_visit_through_its_life(self):
		self.assert_full_life(MAINTENANCE_USER)

	def test_maintenance_manager_takes_a_visit_through_its_life(self):
		self.assert_full_life(MAINTENANCE_MANAGER)

	def test_maintenance_manager_exports_and_imports(self):
		self.assert_may(MAINTENANCE_MANAGER, *FULL, "export", "import")

	def test_system_manager_may_do_all(self):
		self.assert_may(SYSTEM_MANAGER, *FULL, "export", "import")

	def test_sales_user_sees_what_was_done_for_his_customer_and_changes_nothing(self):
		visit = make_visit().insert()
		self.assert_may(SALES_USER, "read", "print", "email", "report", "export", "share")

		frappe.set_user(SALES_USER)
		self.assertEqual(
			frappe.get_list("Maintenance Visit", {"name": visit.name}, pluck="name"), [visit.name]
		)
		for forbidden in ("write", "create", "delete", "submit", "cancel", "amend", "import"):
			self.assertFalse(frappe.has_permission("Maintenance Visit", forbidden), forbidden)
		with self.assertRaises(frappe.PermissionError):
			make_visit().insert()

	def test_guest_sees_no_visit(self):
		make_visit().insert()
		frappe.set_user("Guest")

		with self.assertRaises(frappe.PermissionError):
			frappe.get_list("Maintenance Visit")

	def test_mapper_needs_the_right_to_read_the_order_and_to_create_visits(self):
		sales_order = make_order()
		for user in (SALES_USER, "Guest"):
			frappe.set_user(user)
			with self.assertRaises(frappe.PermissionError):
				make_maintenance_visit(sales_order.name)

	def assert_full_life(self, user: str) -> None:
		sales_order = make_order()
		self.assert_may(user, *FULL)
		frappe.set_user(user)

		visit = do_work(make_maintenance_visit(sales_order.name)).insert().submit()
		visit.cancel()
		amended = amend_visit(visit).insert()
		amended.delete()

		self.assertEqual(visit.docstatus, 2)
		self.assertFalse(frappe.db.exists("Maintenance Visit", amended.name))

	def assert_may(self, user: str, *rights: str) -> None:
		frappe.set_user(user)
		for right in rights:
			self.assertTrue(frappe.has_permission("Maintenance Visit", right), f"{user}: {right}")


class TestFormOfMaintenanceRoles(VisitTestCase):
	def test_every_link_of_the_form_can_be_chosen(self):
		doctypes = {
			field.options
			for doctype in ("Maintenance Visit", "Maintenance Visit Purpose", "Maintenance Visit Part")
			for field in frappe.get_meta(doctype).get(
				"fields", {"fieldtype": "Link", "read_only": 0, "hidden": 0}
			)
		}
		self.assertIn("Customer", doctypes)
		for user in (MAINTENANCE_USER, MAINTENANCE_MANAGER):
			frappe.set_user(user)
			for doctype in doctypes:
				may = frappe.has_permission(doctype, "read") or frappe.has_permission(doctype, "select")
				self.assertTrue(may, f"{user}: {doctype}")

	def test_what_a_link_field_offers_is_found_by_the_technician(self):
		frappe.set_user(MAINTENANCE_USER)

		for doctype in filter(has_doctype, permissions.PERMISSIONS):
			with self.subTest(doctype):
				search_link(doctype, "", reference_doctype="Maintenance Visit")
		units = search_link("UOM", "Nos", reference_doctype="Maintenance Visit Part")
		self.assertIn("Nos", [unit["value"] for unit in units])

	def test_rules_that_let_select_units_let_read_them_after_a_migrate(self):
		rule = {"parent": "UOM", "role": "Maintenance User"}
		name = frappe.db.get_value("Custom DocPerm", {**rule, "name": ("in", permissions.get_added())})
		frappe.db.set_value("Custom DocPerm", name, {"select": 1, "read": 0})

		read_units.execute()

		self.assertEqual(permissions.get_rights(frappe.get_doc("Custom DocPerm", name)), {"read"})

	def test_rules_are_added_once_and_an_admins_own_rule_stays(self):
		before = get_rules()
		admins_rule = frappe.get_all(
			"Custom DocPerm", {"parent": "Customer", "role": "Maintenance User"}, pluck="name"
		)
		frappe.db.set_value("Custom DocPerm", admins_rule[0], "write", 1)

		permissions.add_permissions()

		self.assertEqual(get_rules(), before)
		self.assertTrue(frappe.db.get_value("Custom DocPerm", admins_rule[0], "write"))

	def test_removing_our_rules_gives_back_the_standard_ones(self):
		permissions.remove_permissions()

		self.assertFalse(frappe.db.exists("Custom DocPerm", {"parent": "Serial No"}))
		frappe.set_user(MAINTENANCE_USER)
		self.assertFalse(frappe.has_permission("Serial No", "read"))

	def test_removing_our_rules_leaves_those_of_an_admin(self):
		frappe.permissions.add_permission("Serial No", "Sales User", ptype="read")

		permissions.remove_permissions()

		roles = frappe.get_all("Custom DocPerm", {"parent": "Serial No"}, pluck="role")
		self.assertIn("Sales User", roles)
		self.assertNotIn("Maintenance User", roles)

	def test_a_user_restricted_to_one_customer_sees_no_other_visit(self):
		frappe.permissions.add_user_permission("Customer", "Clinique Saint-Bruno", MAINTENANCE_USER)
		visit = make_visit(HOTEL).insert()
		frappe.set_user(MAINTENANCE_USER)

		self.assertNotIn(visit.name, frappe.get_list("Maintenance Visit", pluck="name"))


def get_rules() -> list[str]:
	filters = {"parent": ("in", list(permissions.PERMISSIONS))}
	return sorted(frappe.get_all("Custom DocPerm", filters, pluck="name"))
