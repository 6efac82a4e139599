"""What uninstall takes away again, and what it hands back to ERPNext. May be interrupted, and run again."""

import frappe

from maintenance_visit_app.setup import (
	former_sources,
	notes,
	ownership,
	permissions,
	print_formats,
	roles,
)
from maintenance_visit_app.setup.custom_fields import CUSTOM_FIELDS


def before_uninstall() -> None:
	"""Raises OwnershipError where ERPNext can't take the DocTypes back: the uninstall ends, no row is lost."""
	# From here on a migrate, in place of a second uninstall, installs in full.
	notes.erase(notes.INSTALLED)
	former_sources.put_all_back()
	ownership.hand_back()
	keep_rows()
	remove_jobs()
	remove_desk()
	remove_custom_fields()
	permissions.remove_permissions()
	roles.remove_api_role()
	print_formats.unset_default_print_format()
	restore_module()


def keep_rows() -> None:
	"""Leave our own DocTypes behind as custom ones: with a module's DocTypes Frappe drops their rows and settings.

	The hash is what Frappe goes by when it is to import a file: without it, installing again makes them ours.
	"""
	for doctype in frappe.get_all("DocType", {"module": ownership.OURS}, pluck="name"):
		kept = {"module": ownership.ERPNEXTS, "custom": 1, "migration_hash": None}
		frappe.db.set_value("DocType", doctype, kept)


def remove_jobs() -> None:
	"""Frappe clears jobs only when it migrates: until then ours would write our statuses to ERPNext's visits."""
	remove("Scheduled Job Type", {"method": ("like", f"{ownership.APP}.%")})


def remove_desk() -> None:
	"""Remove what Frappe doesn't find by our module, without what its controllers do to a developer's files."""
	notes.erase(notes.LINKS)
	steps = frappe.get_all("Onboarding Step Map", {"parent": ownership.OURS}, pluck="step")
	ours = {"app": ownership.APP}
	remove("Onboarding Step", {"name": ("in", steps)}, ignore_on_trash=True)
	remove("Desktop Icon", ours, ignore_on_trash=True)
	if frappe.db.exists("DocType", "Workspace Sidebar"):  # Frappe 16
		remove("Workspace Sidebar", ours, ignore_on_trash=True)


def remove(doctype: str, filters: dict, **options: bool) -> None:
	for name in frappe.get_all(doctype, filters, pluck="name"):
		frappe.delete_doc(doctype, name, ignore_permissions=True, force=True, **options)


def remove_custom_fields() -> None:
	"""Remove our fields from the forms. Their columns stay, so that installing again finds the values."""
	for doctype, fields in CUSTOM_FIELDS.items():
		for field in fields:
			frappe.delete_doc_if_exists("Custom Field", f"{doctype}-{field['fieldname']}", force=True)


def restore_module() -> None:
	"""An interrupted uninstall deletes the module before its DocTypes, which Frappe finds by their module."""
	if frappe.db.exists("DocType", {"module": ownership.OURS}):
		module = {"module_name": ownership.OURS, "app_name": ownership.APP}
		if not frappe.db.exists("Module Def", module):
			frappe.get_doc({"doctype": "Module Def", **module}).insert(ignore_permissions=True)
