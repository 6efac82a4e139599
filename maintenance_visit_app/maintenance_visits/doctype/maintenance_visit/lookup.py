"""Many records read at once."""

import frappe


def get_by_name(doctype: str, names: set[str], fields: list[str], **filters) -> dict[str, frappe._dict]:
	"""Return the named records as {name: fields}, with one statement for any number of them."""
	if not names:
		return {}
	records = frappe.get_all(doctype, filters={"name": ("in", names), **filters}, fields=["name", *fields])
	return {record.name: record for record in records}
