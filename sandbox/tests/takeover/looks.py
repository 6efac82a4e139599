"""What a site looks like: its rows, checksums of what they say, and what apps have put in place."""

import hashlib
import json

import frappe

VISITS = ("Maintenance Visit", "Maintenance Visit Purpose")
SOURCES = (
	"Sales Order",
	"Sales Order Item",
	"Maintenance Schedule",
	"Maintenance Schedule Item",
	"Maintenance Schedule Detail",
	"Warranty Claim",
	"Serial No",
)
DESK = (
	"Workspace",
	"Workspace Sidebar",
	"Desktop Icon",
	"Number Card",
	"Dashboard Chart",
	"Dashboard",
	"Module Onboarding",
	"Onboarding Step",
	"Form Tour",
	"Report",
	"Notification",
)
# The kinds of what get_setup tells that the app alone changes, and not the site's use
OF_THE_APP = (
	"modules",
	"fields",
	"rules",
	"property setters",
	"custom fields",
	"custom rules",
	"desk",
	"jobs",
)
# What install derives, and uninstall gives back
DERIVED = {"Maintenance Visit": {"status", "customer_name"}}
# Changes with each import of a file
OF_AN_IMPORT = {"name", "creation", "modified", "modified_by", "owner", "parent", "migration_hash"}


def get_columns() -> dict[str, list[str]]:
	"""Return {DocType: the columns of its table}. Call it while the site has ERPNext alone."""
	return {doctype: sorted(frappe.db.get_table_columns(doctype)) for doctype in (*VISITS, *SOURCES)}


def get_rows(columns: dict[str, list[str]]) -> dict[str, dict]:
	"""Return {DocType: count of rows and a checksum of all they say in these columns}."""
	looks = {}
	for doctype, names in columns.items():
		kept = [name for name in names if name not in DERIVED.get(doctype, ())]
		quoted = ", ".join(f"`{name}`" for name in kept)
		rows = frappe.db.sql(f"select {quoted} from `tab{doctype}` order by name")
		looks[doctype] = {"count": len(rows), "checksum": get_checksum(rows)}
	return looks


def get_checksum(told: object) -> str:
	return hashlib.sha256(repr(told).encode()).hexdigest()


def get_derived() -> dict:
	"""Return how many visits say what: {docstatus and status: count}, and how many name no customer."""
	counted = frappe.db.sql(
		"select docstatus, status, count(*) from `tabMaintenance Visit` group by docstatus, status"
	)
	return {
		"statuses": {f"{docstatus} {status}": count for docstatus, status, count in counted},
		"without customer name": frappe.db.count("Maintenance Visit", {"customer_name": ("is", "not set")}),
	}


def get_setup() -> dict:
	"""Return the definitions of the two DocTypes, and what apps and admins have added to others."""
	return {
		"modules": get_modules(),
		"fields": {doctype: get_records("DocField", {"parent": doctype}) for doctype in VISITS},
		"rules": {doctype: get_records("DocPerm", {"parent": doctype}) for doctype in VISITS},
		"columns": {doctype: sorted(frappe.db.get_table_columns(doctype)) for doctype in VISITS},
		"indexes": get_indexes(),
		"property setters": frappe.get_all("Property Setter", fields=["*"], order_by="name"),
		"custom fields": frappe.get_all("Custom Field", fields=["*"], order_by="name"),
		"custom rules": frappe.get_all("Custom DocPerm", fields=["*"], order_by="name"),
		"desk": {
			doctype: frappe.get_all(doctype, pluck="name", order_by="name")
			for doctype in DESK
			if frappe.db.exists("DocType", doctype)  # Frappe 15 has no sidebars
		},
		"jobs": frappe.get_all("Scheduled Job Type", pluck="method", order_by="method"),
		"defaults": frappe.get_all(
			"DefaultValue", fields=["defkey", "defvalue"], order_by="defkey, defvalue"
		),
	}


def get_indexes() -> list[str]:
	if frappe.db.db_type == "sqlite":
		return sorted(frappe.db.sql_list("select name from sqlite_master where type = 'index'"))
	return sorted(
		frappe.db.sql_list("select concat(table_name, '.', index_name) from information_schema.statistics")
	)


def get_modules() -> dict[str, str]:
	return {doctype: frappe.db.get_value("DocType", doctype, "module") for doctype in VISITS}


def get_records(doctype: str, filters: dict) -> list[str]:
	records = frappe.get_all(doctype, filters, ["*"])
	told = ({key: value for key, value in record.items() if key not in OF_AN_IMPORT} for record in records)
	return sorted(json.dumps(record, sort_keys=True, default=str) for record in told)


def get_series_setters() -> list[str]:
	filters = {"doc_type": "Maintenance Visit", "field_name": "naming_series"}
	return frappe.get_all("Property Setter", filters, pluck="value")
