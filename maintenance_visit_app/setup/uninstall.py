"""What uninstall takes away again, and what it hands back to ERPNext."""

import frappe

from maintenance_visit_app.setup import ownership, permissions
from maintenance_visit_app.setup.custom_fields import CUSTOM_FIELDS


def before_uninstall() -> None:
	ownership.hand_back()
	remove_custom_fields()
	permissions.remove_permissions()


def remove_custom_fields() -> None:
	"""Remove our fields from the forms. Their columns stay, so that installing again finds the values."""
	for doctype, fields in CUSTOM_FIELDS.items():
		for field in fields:
			frappe.delete_doc_if_exists("Custom Field", f"{doctype}-{field['fieldname']}", force=True)
