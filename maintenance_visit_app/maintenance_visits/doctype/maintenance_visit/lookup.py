"""Many records read or written at once."""

import frappe
from frappe.query_builder import Case, DocType
from frappe.utils import now


def get_by_name(doctype: str, names: set[str], fields: list[str], **filters) -> dict[str, frappe._dict]:
	"""Return the named records as {name: fields}, with one statement for any number of them."""
	if not names:
		return {}
	records = frappe.get_all(doctype, filters={"name": ("in", names), **filters}, fields=["name", *fields])
	return {record.name: record for record in records}


def set_by_name(doctype: str, updates: dict[str, dict]) -> None:
	"""Write {name: {field: value}} with one statement; each record gets the same fields.

	What frappe.db.bulk_update does, which Frappe 15 doesn't have.
	"""
	if not updates:
		return
	table = DocType(doctype)
	query = frappe.qb.update(table).where(table.name.isin(list(updates)))
	for fieldname in next(iter(updates.values())):
		value = Case()
		for name, fields in updates.items():
			value = value.when(table.name == name, fields[fieldname])
		query = query.set(fieldname, value)
	query.set("modified", now()).set("modified_by", frappe.session.user).run()
