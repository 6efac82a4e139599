"""The report as what a visit's *Print* shows first, until an admin chooses another format."""

import frappe
from frappe.custom.doctype.property_setter.property_setter import make_property_setter

SERVICE_REPORT = "Service Report"
DEFAULT = {"doc_type": "Maintenance Visit", "property": "default_print_format"}


def set_default_print_format() -> None:
	"""Frappe keeps a standard DocType's default among the customizations: an admin's own choice stays."""
	if not frappe.db.exists("Property Setter", DEFAULT):
		make_property_setter(
			DEFAULT["doc_type"], None, DEFAULT["property"], SERVICE_REPORT, "Data", for_doctype=True
		)


def unset_default_print_format() -> None:
	frappe.db.delete("Property Setter", {**DEFAULT, "value": SERVICE_REPORT})
	frappe.clear_cache(doctype=DEFAULT["doc_type"])
