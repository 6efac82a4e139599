"""Rows of a visit that operations add and change: named by the client, so that twice is once."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cast, cint, cstr

from maintenance_visit_app.api.errors import refuse
from maintenance_visit_app.api.operation import Operation, bold, read_id, read_object

read_row = read_id
VISIT = "Maintenance Visit"
NO_VALUES = (*frappe.model.no_value_fields, *frappe.model.table_fields)


def is_there(visit: Document, table: str, name: str | None) -> bool:
	"""Tell whether the client's row was appended before. Raises OperationError where another visit has it."""
	if not name:
		return False
	if find(visit, table, name):
		return True
	doctype = visit.meta.get_field(table).options
	if frappe.db.exists(doctype, {"name": name}):
		refuse(_("Row {0} belongs to another visit.").format(bold(name)), "payload.row")
	return False


def set_name(row: Document, name: str | None) -> None:
	"""Let a row that was just appended have the name that the client gave it."""
	if name:
		row.name = name


def find(visit: Document, table: str, name: str | None, idx: int | None = None) -> Document | None:
	"""Return the row of this name or else number; the only one there is, where neither is told."""
	rows = visit.get(table)
	if name:
		return next((row for row in rows if row.name == name), None)
	if idx:
		return next((row for row in rows if row.idx == cint(idx)), None)
	return rows[0] if len(rows) == 1 else None


def tell_row(operation: Operation, row: Document) -> None:
	operation.document = row
	operation.row = {"table": row.parentfield, "name": row.name, "idx": row.idx}


def change(document: Document, values: dict[str, Any]) -> bool:
	"""Write the values; return whether that changes anything."""
	changed = {
		fieldname: value
		for fieldname, value in values.items()
		if tell(document, fieldname, value) != tell(document, fieldname, document.get(fieldname))
	}
	document.update(changed)
	return bool(changed)


def set_rows(visit: Document, table: str, rows: Any, name: str) -> bool:
	"""Let the table be these rows: one by one, so that those that stay keep their names. Return whether that changes it."""
	rows = read_rows(table, rows, name)
	there = visit.get(table)
	is_changed = len(there) != len(rows)
	for idx, values in enumerate(rows, start=1):
		row = there[idx - 1] if idx <= len(there) else visit.append(table, {})
		is_changed = change(row, values) or is_changed
	for row in visit.get(table)[len(rows) :]:
		visit.remove(row)
	return is_changed


def read_rows(table: str, rows: Any, name: str, with_names: bool = False) -> list[dict]:
	"""Return the rows of a visit's table as they were sent. Raises OperationError for what is no field of theirs."""
	if not isinstance(rows, list):
		refuse(_("{0} must be a list of rows.").format(bold(name)), name)
	meta = frappe.get_meta(frappe.get_meta(VISIT).get_field(table).options)
	for idx, row in enumerate(rows, start=1):
		for fieldname in read_object(row, f"{name}.{idx}"):
			field = meta.get_field(fieldname)
			is_name = with_names and fieldname == "name"
			if not is_name and (not field or field.fieldtype in NO_VALUES):
				refuse(
					_("Row #{0}: a row has no field {1}.").format(idx, bold(fieldname)),
					f"{name}.{idx}.{fieldname}",
				)
	return rows


def tell(document: Document, fieldname: str, value: Any) -> str:
	"""Return what a value says, whatever its type: 9:00:00 from the database is "09:00:00" from a device."""
	field = document.meta.get_field(fieldname)
	if value is None or value == "":
		return ""
	try:
		return cstr(cast(field.fieldtype, value))
	except (ValueError, TypeError, OverflowError):
		return cstr(value)


def label(document: Document, fieldname: str) -> str:
	return _(document.meta.get_label(fieldname))
