"""What install, migrate and uninstall do, as far as it can be taken back: the rest is tried on whole sites."""

import frappe
from frappe.custom.doctype.property_setter.property_setter import make_property_setter

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.maintenance_visit import (
	MaintenanceVisit,
)
from maintenance_visit_app.setup import install, ownership, permissions, print_formats, uninstall
from maintenance_visit_app.setup.class_overrides import ClassOverrideError
from maintenance_visit_app.setup.custom_fields import CUSTOM_FIELDS
from maintenance_visit_app.setup.ownership import OwnershipError
from maintenance_visit_app.tests import VisitTestCase, make_visit
from maintenance_visit_app.tests.hooks import changed_hooks

VISIT, ROW = "Maintenance Visit", "Maintenance Visit Purpose"


class HotelVisit(MaintenanceVisit):
	"""Another app's class that extends ours."""


class TestBeforeInstall(VisitTestCase):
	def test_class_that_does_not_extend_ours_is_refused(self):
		theirs = "erpnext.utilities.transaction_base.TransactionBase"
		for doctype in (VISIT, ROW):
			with (
				changed_hooks(override_doctype_class={doctype: [theirs]}),
				self.assert_throws(
					ClassOverrideError, f"the class of {doctype}", theirs, "Uninstall erpnext"
				),
			):
				install.before_install()

	def test_class_that_is_not_there_is_refused(self):
		with (
			changed_hooks(override_doctype_class={VISIT: ["hotel_visits.visit.HotelVisit"]}),
			self.assert_throws(ClassOverrideError, "App hotel_visits", "does not extend"),
		):
			install.before_install()

	def test_class_that_extends_ours_is_welcome_where_it_is_the_last(self):
		paths = ["hotel_visits.visit.HotelVisit", f"{__name__}.HotelVisit"]

		with changed_hooks(override_doctype_class={VISIT: paths, "Customer": ["hotel_visits.Guest"]}):
			self.assertIsNone(install.before_install())


class TestMigrate(VisitTestCase):
	def test_migrate_touches_nothing_that_is_in_place(self):
		before = get_records()

		install.after_migrate()

		self.assertEqual(get_records(), before)

	def test_migrate_mends_a_field_that_is_otherwise_and_that_one_alone(self):
		self.assertEqual(install.get_changed_fields(), {})
		frappe.db.set_value("Custom Field", "Stock Entry-maintenance_visit", "read_only", 0)

		self.assertEqual(install.get_changed_fields(), {"Stock Entry": CUSTOM_FIELDS["Stock Entry"]})

	def test_rule_that_an_admin_took_away_stays_away(self):
		rule = {"parent": "Serial No", "role": "Maintenance User"}
		frappe.db.delete("Custom DocPerm", rule)

		install.after_migrate()

		self.assertFalse(frappe.db.exists("Custom DocPerm", rule))


class TestDefaultPrintFormat(VisitTestCase):
	def test_installing_makes_the_service_report_what_a_visit_is_printed_as(self):
		frappe.db.delete("Property Setter", print_formats.DEFAULT)

		print_formats.set_default_print_format()

		self.assertEqual(frappe.get_meta(VISIT).default_print_format, "Service Report")

	def test_other_format_that_an_admin_chose_stays(self):
		for chosen in ("Hotel Report", ""):
			frappe.db.set_value("Property Setter", print_formats.DEFAULT, "value", chosen)

			print_formats.set_default_print_format()
			print_formats.unset_default_print_format()

			self.assertEqual(frappe.db.get_value("Property Setter", print_formats.DEFAULT, "value"), chosen)

	def test_uninstalling_takes_ours_back(self):
		print_formats.unset_default_print_format()

		self.assertFalse(frappe.get_meta(VISIT).default_print_format)


class TestOwnership(VisitTestCase):
	def test_only_an_admins_series_is_kept(self):
		for options in ("MAT-MVS-.YYYY.-", ""):
			make_property_setter(VISIT, "naming_series", "options", options, "Text")
			ownership.drop_stale_naming_series()
			self.assertFalse(frappe.db.exists("Property Setter", ownership.SERIES), options)

		make_property_setter(VISIT, "naming_series", "options", "HOTEL-.####", "Text")
		ownership.drop_stale_naming_series()
		self.assertTrue(frappe.db.exists("Property Setter", ownership.SERIES))

	def test_module_without_the_files_is_told_before_anything_is_lost(self):
		with self.assert_throws(OwnershipError, VISIT, "Support", "could not be imported"):
			ownership.reload_into("Support")

		self.assertEqual(set(ownership.get_modules().values()), {ownership.OURS})

	def test_drafts_get_a_status_that_erpnext_knows(self):
		draft, planned = make_visit(technician=None).insert(), make_visit().insert()
		modified = planned.modified
		frappe.db.set_value(
			"DocField", {"parent": VISIT, "fieldname": "status"}, "options", "\nDraft\nCancelled\nSubmitted"
		)
		frappe.clear_cache(doctype=VISIT)

		ownership.return_statuses()

		for visit in (draft, planned):
			self.assertEqual(frappe.db.get_value(VISIT, visit.name, "status"), "Draft")
		self.assertEqual(str(frappe.db.get_value(VISIT, planned.name, "modified")), str(modified))


class TestUninstall(VisitTestCase):
	def test_our_jobs_go_at_once(self):
		jobs = {"method": ("like", "maintenance_visit_app.%")}
		self.assertTrue(frappe.get_all("Scheduled Job Type", jobs))

		uninstall.remove_jobs()

		self.assertFalse(frappe.get_all("Scheduled Job Type", jobs))
		self.assertTrue(frappe.get_all("Scheduled Job Type"))

	def test_module_that_an_interrupted_uninstall_deleted_comes_back_for_its_doctypes(self):
		frappe.db.delete("Module Def", {"name": ownership.OURS})

		uninstall.restore_module()

		self.assertEqual(frappe.db.get_value("Module Def", ownership.OURS, "app_name"), ownership.APP)

	def test_standard_rule_that_looks_like_ours_stays(self):
		frappe.permissions.add_permission("Territory", "Purchase User", ptype="select")
		rule = frappe.get_all(
			"Custom DocPerm", {"parent": "Territory", "role": "Purchase User"}, pluck="name"
		)
		frappe.db.set_value("Custom DocPerm", rule[0], "role", "Maintenance Manager")

		permissions.remove_permissions()

		self.assertTrue(frappe.db.exists("Custom DocPerm", rule[0]))


def get_records() -> dict[str, list]:
	return {
		doctype: frappe.get_all(doctype, fields=["name", "modified"], order_by="name")
		for doctype in ("DocType", "DocField", "Custom Field", "Property Setter", "Custom DocPerm")
	}
