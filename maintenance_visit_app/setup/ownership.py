"""Whose the two DocTypes are. ERPNext ships them too; the module of the DocType record decides.

Frappe imports both files on every migrate, in the order of the installed apps, and the later one wins.
"""

import frappe
from frappe import _
from frappe.query_builder import DocType

APP = "maintenance_visit_app"
OURS, ERPNEXTS = "Maintenance Visits", "Maintenance"
VISIT, PURPOSE = "Maintenance Visit", "Maintenance Visit Purpose"
DOCTYPES = (PURPOSE, VISIT)
SERIES = {"doc_type": VISIT, "field_name": "naming_series", "property": "options"}


class OwnershipError(frappe.ValidationError):
	pass


def take_over() -> bool:
	"""Make the two DocTypes ours and let our naming series be offered; return whether one wasn't ours.

	Raises OwnershipError where Frappe did not import our files.
	"""
	were_elsewhere = bool(get_doctypes_elsewhere(OURS))
	reload_into(OURS)
	drop_stale_naming_series()
	return were_elsewhere


def hand_back() -> None:
	"""Return the two DocTypes to ERPNext with every row: uninstalling drops the tables of what is ours.

	Raises OwnershipError where ERPNext's files can't be had, so that the uninstall ends before anything is lost.
	"""
	reload_into(ERPNEXTS)
	drop_stale_naming_series()
	return_statuses()


def reload_into(module: str) -> None:
	"""Import the module's files of those DocTypes that another module has, with the module's rules for roles."""
	for doctype in get_doctypes_elsewhere(module):
		frappe.reload_doc(
			frappe.scrub(module), "doctype", frappe.scrub(doctype), force=True, reset_permissions=True
		)
	if elsewhere := get_doctypes_elsewhere(module):
		frappe.throw(
			_(
				"DocType {0} did not become a part of the module {1}: its file could not be imported. Check that the app of that module is complete on this bench, then run the command again."
			).format(", ".join(elsewhere), module),
			OwnershipError,
			title=_("DocType Not Moved"),
		)


def get_doctypes_elsewhere(module: str) -> list[str]:
	"""Return those of the two DocTypes that are not in the module, rows before their visit."""
	modules = get_modules()
	return [doctype for doctype in DOCTYPES if modules.get(doctype) != module]


def get_modules() -> dict[str, str]:
	"""Return {DocType: its module}."""
	filters = {"name": ("in", DOCTYPES)}
	return dict(frappe.get_all("DocType", filters, ["name", "module"], as_list=True))


def drop_stale_naming_series() -> None:
	"""Drop the copy of the series that Frappe keeps when a DocType with rows changes its file.

	That Property Setter would hide the file's series for ever. One that an admin changed stays.
	"""
	for name in get_stale_naming_series():
		frappe.delete_doc("Property Setter", name, ignore_permissions=True, force=True)


def get_stale_naming_series() -> list[str]:
	"""Return the Property Setters that say no more than a file says, or nothing: no admin chose that."""
	shipped = {*get_shipped_series(OURS), *get_shipped_series(ERPNEXTS), ""}
	setters = frappe.get_all("Property Setter", SERIES, ["name", "value"])
	return [setter.name for setter in setters if (setter.value or "").strip() in shipped]


def get_shipped_series(module: str) -> list[str]:
	"""Return the options of naming_series in the module's file of the visit; an empty list without that file."""
	fields = get_shipped_visit(module).get("fields", [])
	return [field["options"] for field in fields if field["fieldname"] == "naming_series"]


def get_shipped_visit(module: str) -> dict:
	"""Return the module's file of the visit; an empty dict without that file."""
	slug = frappe.scrub(VISIT)
	try:
		return frappe.get_file_json(frappe.get_module_path(module, "doctype", slug, f"{slug}.json"))
	except OSError:
		return {}


def return_statuses() -> None:
	"""Drafts get ERPNext's status Draft again: it knows neither Planned nor Overdue, and won't save them."""
	options = frappe.get_meta(VISIT, cached=False).get_field("status").options.split("\n")
	visit = DocType(VISIT)
	(
		frappe.qb.update(visit)
		.set(visit.status, "Draft")
		.where((visit.docstatus == 0) & visit.status.notin(options))
	).run()
