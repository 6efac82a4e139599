"""What ERPNext's installer and setup wizard leave behind: trees, units of measure, the look of an address."""

import frappe

ROOTS = {
	"Customer Group": "All Customer Groups",
	"Item Group": "All Item Groups",
	"Sales Person": "Sales Team",
	"Territory": "All Territories",
}
COUNTRY = "France"
UNITS = {"Nos": 1, "Unit": 1, "Hour": 0}


def after_install() -> None:
	make_roots()
	make_units()
	make_address_template()


def make_roots() -> None:
	for doctype, root in ROOTS.items():
		if not frappe.db.exists(doctype, root):
			frappe.get_doc(
				{"doctype": doctype, f"{frappe.scrub(doctype)}_name": root, "is_group": 1}
			).insert()


def make_units() -> None:
	for unit, must_be_whole_number in UNITS.items():
		if not frappe.db.exists("UOM", unit):
			values = {"uom_name": unit, "must_be_whole_number": must_be_whole_number, "enabled": 1}
			frappe.get_doc({"doctype": "UOM", **values}).insert()


def make_address_template() -> None:
	if not frappe.db.exists("Address Template", COUNTRY):
		frappe.get_doc({"doctype": "Address Template", "country": COUNTRY, "is_default": 1}).insert()
