"""Visits among the *Connections* of the documents they are about, where ERPNext doesn't show them itself.

Customer, Sales Order and Maintenance Schedule have them from ERPNext.
"""

from frappe import _

VISIT = "Maintenance Visit"


def get_item_dashboard(data: dict) -> dict:
	return add_visits(data, "item_code")


def get_serial_no_dashboard(data: dict) -> dict:
	return add_visits(data, "serial_no")


def get_warranty_claim_dashboard(data: dict) -> dict:
	return add_visits(data, "prevdoc_docname")


def add_visits(data: dict, fieldname: str) -> dict:
	"""Add the visits that have the document in `fieldname` of a purpose, unless ERPNext has come to show them."""
	if any(VISIT in group["items"] for group in data["transactions"]):
		return data
	data["fieldname"] = data.get("fieldname") or fieldname
	data["non_standard_fieldnames"][VISIT] = fieldname
	data["transactions"].append({"label": _("Maintenance"), "items": [VISIT]})
	return data
