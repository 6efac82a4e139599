"""The role of programs: visits and what they refer to, and no Desk."""

import frappe

API_ROLE = "Maintenance API User"


def make_api_role() -> None:
	"""Make the role before a DocType's permissions name it: Frappe would make one that lets into Desk."""
	if not frappe.db.exists("Role", API_ROLE):
		frappe.get_doc({"doctype": "Role", "role_name": API_ROLE, "desk_access": 0}).insert(
			ignore_permissions=True
		)


def remove_api_role() -> None:
	"""Nobody has the role any more when the app is gone."""
	frappe.db.delete("Has Role", {"role": API_ROLE})
	frappe.delete_doc_if_exists("Role", API_ROLE, force=True)
	frappe.clear_cache()
