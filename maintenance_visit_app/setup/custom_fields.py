"""The fields this app adds to ERPNext's DocTypes. Install, uninstall and the doctor read this table."""

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

VISIT = {
	"fieldname": "maintenance_visit",
	"fieldtype": "Link",
	"label": "Maintenance Visit",
	"options": "Maintenance Visit",
	"read_only": 1,
	"no_copy": 1,
	"print_hide": 1,
	"search_index": 1,
	"module": "Maintenance Visits",
}

CUSTOM_FIELDS = {
	"Address": [
		{
			"fieldname": "access_notes",
			"fieldtype": "Small Text",
			"label": "Access Notes",
			"insert_after": "fax",
			"print_hide": 1,
			"module": "Maintenance Visits",
			"description": "How a technician gets in: gate, key, whom to call, where to park. Of use without network, too.",
		},
		{
			"fieldname": "service_position",
			"fieldtype": "Data",
			"label": "Position",
			"insert_after": "pincode",
			"print_hide": 1,
			"module": "Maintenance Visits",
			"description": "Latitude and longitude, such as 45.18850, 5.72450: how far technicians travel to it. Learned from their check-ins, unless entered.",
		},
		{
			"fieldname": "service_position_check_ins",
			"fieldtype": "Int",
			"label": "Learned from Check-ins",
			"insert_after": "service_position",
			"depends_on": "service_position_check_ins",
			"read_only": 1,
			"no_copy": 1,
			"print_hide": 1,
			"module": "Maintenance Visits",
			"description": "Of how many check-ins the position is the median; 0 where somebody entered it.",
		},
	],
	"Item": [
		{
			"fieldname": "required_skills",
			"fieldtype": "Table MultiSelect",
			"label": "Required Skills",
			"options": "Service Skill Link",
			"insert_after": "description",
			"print_hide": 1,
			"module": "Maintenance Visits",
			"description": "What a technician must be able to do to maintain it.",
		},
	],
	"Sales Order": [
		{
			"fieldname": "maintenance_status",
			"fieldtype": "Select",
			"label": "Maintenance Status",
			"options": "\nNot Visited\nPartly Serviced\nFully Serviced",
			"insert_after": "order_type",
			"depends_on": "eval:doc.order_type == 'Maintenance'",
			"read_only": 1,
			"no_copy": 1,
			"allow_on_submit": 1,
			"in_standard_filter": 1,
			"print_hide": 1,
			"module": "Maintenance Visits",
			"description": "How much of it has been serviced, according to its submitted visits.",
		},
	],
	"Sales Invoice Item": [
		{**VISIT, "insert_after": "so_detail"},
		{
			"fieldname": "maintenance_visit_part",
			"fieldtype": "Data",
			"label": "Maintenance Visit Part",
			"insert_after": "maintenance_visit",
			"hidden": 1,
			"read_only": 1,
			"no_copy": 1,
			"print_hide": 1,
			"module": "Maintenance Visits",
			"description": "The part that this line bills; empty where it bills the visit's labour.",
		},
	],
	"Stock Entry": [
		{**VISIT, "insert_after": "purpose"},
		{
			"fieldname": "issued_by_visit",
			"fieldtype": "Check",
			"label": "Issued by Its Visit",
			"insert_after": "maintenance_visit",
			"depends_on": "issued_by_visit",
			"read_only": 1,
			"no_copy": 1,
			"print_hide": 1,
			"module": "Maintenance Visits",
			"description": "Made when the visit was submitted, and cancelled with it.",
		},
	],
	"Timesheet": [{**VISIT, "insert_after": "customer"}],
}

# What our code relies on. How a field is called, where it stands and who sees it are an admin's to change
ESSENTIAL = ("fieldtype", "options", "read_only", "no_copy", "allow_on_submit", "search_index")


def put_in_place() -> None:
	"""Make what is missing and mend what our code relies on; Frappe 15 alters a table for each field it is given."""
	if changed := get_changed_fields():
		create_custom_fields(changed)
	for doctype in changed:
		if any(not has_its_column(doctype, field) for field in changed[doctype]):
			frappe.db.updatedb(doctype)


def get_changed_fields() -> dict[str, list[dict]]:
	"""Return what the site lacks: whole fields, and the essentials of those that it has otherwise."""
	existing = get_existing_fields()
	changed = {}
	for doctype, fields in CUSTOM_FIELDS.items():
		for field in fields:
			there = existing.get((doctype, field["fieldname"]))
			if not is_in_place(field, there):
				changed.setdefault(doctype, []).append(get_essentials(field) if there else field)
	return changed


def get_existing_fields() -> dict[tuple[str, str], frappe._dict]:
	found = frappe.get_all(
		"Custom Field", {"dt": ("in", list(CUSTOM_FIELDS))}, ["dt", "fieldname", *ESSENTIAL]
	)
	return {(field.dt, field.fieldname): field for field in found}


def is_in_place(field: dict, existing: dict | None) -> bool:
	"""Tell whether the site has the field as we need it, and its column too: somebody may have been interrupted."""
	return (
		bool(existing)
		and all(existing.get(key) == value for key, value in get_essentials(field).items())
		and has_its_column(existing.dt, existing)
	)


def has_its_column(doctype: str, field: dict) -> bool:
	"""Tell whether the table has the field's column; of a table of rows there is none."""
	is_table = field.get("fieldtype") in frappe.model.table_fields
	return is_table or frappe.db.has_column(doctype, field["fieldname"])


def get_essentials(field: dict) -> dict:
	return {key: field[key] for key in ("fieldname", *ESSENTIAL) if key in field}
