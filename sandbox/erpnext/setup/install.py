"""What ERPNext's installer and setup wizard leave behind: trees, units, types, price lists, an address's look."""

import frappe

ROOTS = {
	"Customer Group": "All Customer Groups",
	"Item Group": "All Item Groups",
	"Sales Person": "Sales Team",
	"Territory": "All Territories",
}
COUNTRY, CURRENCY = "France", "EUR"
UNITS = {"Nos": 1, "Unit": 1, "Hour": 0}
ACTIVITY_TYPES = ("Planning", "Research", "Proposal Writing", "Execution", "Communication")
PRICE_LISTS = {"Standard Buying": "buying", "Standard Selling": "selling"}


def after_install() -> None:
	make_roots()
	make_units()
	make_address_template()
	make_stock_entry_types()
	make_activity_types()
	make_price_lists()


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


def make_stock_entry_types() -> None:
	"""One standard type for each purpose, named after it."""
	for purpose in frappe.get_meta("Stock Entry Type").get_field("purpose").options.split("\n"):
		if not frappe.db.exists("Stock Entry Type", purpose):
			values = {"name": purpose, "purpose": purpose, "is_standard": 1}
			frappe.get_doc({"doctype": "Stock Entry Type", **values}).insert()


def make_activity_types() -> None:
	for activity_type in ACTIVITY_TYPES:
		if not frappe.db.exists("Activity Type", activity_type):
			frappe.get_doc({"doctype": "Activity Type", "activity_type": activity_type}).insert()


def make_price_lists() -> None:
	"""The wizard makes them in the currency that was chosen. That of selling becomes the default."""
	for name, purpose in PRICE_LISTS.items():
		if not frappe.db.exists("Price List", name):
			values = {"price_list_name": name, "currency": CURRENCY, "enabled": 1, purpose: 1}
			frappe.get_doc({"doctype": "Price List", **values}).insert()
