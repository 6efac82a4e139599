"""What an admin makes of what apps ship."""

import frappe

VISIT = "Maintenance Visit"
# What ERPNext lets a Maintenance User do; it knows no other role here
RULE_OF_ERPNEXT = {
	"doctype": "Custom DocPerm",
	"parent": VISIT,
	"parenttype": "DocType",
	"parentfield": "permissions",
	"role": "Maintenance User",
	**dict.fromkeys(("read", "write", "create", "delete", "submit", "cancel", "amend"), 1),
}
# What of a custom field is his
OF_AN_ADMIN = {
	"label": "Service",
	"insert_after": "customer",
	"description": "Told by the visits.",
	"hidden": 1,
	"in_standard_filter": 0,
	"print_hide": 0,
	"depends_on": "",
}


def make_rules_of_erpnext() -> None:
	"""Give the visit rules of the site's own, as were made while ERPNext had it."""
	frappe.get_doc(RULE_OF_ERPNEXT).insert()
	frappe.clear_cache(doctype=VISIT)


def make_field_an_admins(name: str = "Sales Order-maintenance_status") -> None:
	frappe.db.set_value("Custom Field", name, dict(OF_AN_ADMIN))
