"""Whose the two DocTypes are. ERPNext ships them too; the module of the DocType record decides.

Frappe imports both files on every migrate, in the order of the installed apps, and the later one wins.
"""

import frappe

OURS, ERPNEXTS = "Maintenance Visits", "Maintenance"
DOCTYPES = ("Maintenance Visit Purpose", "Maintenance Visit")


def take_over() -> None:
	"""Make the two DocTypes ours, where they are not, and let our naming series be offered."""
	reload_into(OURS)
	drop_stale_naming_series()


def hand_back() -> None:
	"""Return the two DocTypes to ERPNext with every row: uninstalling drops the tables of what is ours."""
	reload_into(ERPNEXTS)
	drop_stale_naming_series()


def reload_into(module: str) -> None:
	for doctype in DOCTYPES:
		if frappe.db.get_value("DocType", doctype, "module") != module:
			frappe.reload_doc(frappe.scrub(module), "doctype", frappe.scrub(doctype), force=True)


def drop_stale_naming_series() -> None:
	"""Drop the copy of the series that Frappe keeps when a DocType with rows changes its file.

	That Property Setter would hide the file's series for ever. One that an admin changed says something
	else than the file, and stays.
	"""
	options = frappe.db.get_value(
		"DocField", {"parent": "Maintenance Visit", "fieldname": "naming_series"}, "options"
	)
	stale = {
		"doc_type": "Maintenance Visit",
		"field_name": "naming_series",
		"property": "options",
		"value": options,
	}
	for name in frappe.get_all("Property Setter", stale, pluck="name"):
		frappe.delete_doc("Property Setter", name, ignore_permissions=True, force=True)
