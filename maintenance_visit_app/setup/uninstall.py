"""What uninstall takes away again, and what it hands back to ERPNext. May be interrupted, and run again."""

import frappe

from maintenance_visit_app.setup import notes, ownership, permissions
from maintenance_visit_app.setup.custom_fields import CUSTOM_FIELDS


def before_uninstall() -> None:
	"""Raises OwnershipError where ERPNext can't take the DocTypes back: the uninstall ends, no row is lost."""
	# From here on a migrate, in place of a second uninstall, installs in full.
	notes.erase(notes.INSTALLED)
	ownership.hand_back()
	remove_jobs()
	remove_custom_fields()
	permissions.remove_permissions()
	restore_module()


def remove_jobs() -> None:
	"""Frappe clears jobs only when it migrates: until then ours would write our statuses to ERPNext's visits."""
	for job in frappe.get_all("Scheduled Job Type", {"method": ("like", f"{ownership.APP}.%")}, pluck="name"):
		frappe.delete_doc("Scheduled Job Type", job, ignore_permissions=True, force=True)


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
