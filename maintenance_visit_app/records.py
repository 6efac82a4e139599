"""Many records read or written at once."""

from collections.abc import Iterable

import frappe
from frappe.query_builder import Case, DocType
from frappe.utils import now

from maintenance_visit_app.asked_once import asked_once


def get_by_name(doctype: str, names: set[str], fields: list[str], **filters) -> dict[str, frappe._dict]:
	"""Return the named records as {name: fields}, with one statement for any number of them."""
	if not names:
		return {}
	records = frappe.get_all(doctype, filters={"name": ("in", names), **filters}, fields=["name", *fields])
	return {record.name: record for record in records}


def get_master_data(doctype: str, names: set[str], fields: list[str]) -> dict[str, frappe._dict]:
	"""As get_by_name, of what no visit changes: read once where many visits are saved in one transaction."""
	return get_once(doctype, frozenset(names), tuple(fields))


@asked_once
def get_once(doctype: str, names: frozenset[str], fields: tuple[str, ...]) -> dict[str, frappe._dict]:
	return get_by_name(doctype, set(names), list(fields))


def has_doctype(doctype: str) -> bool:
	"""Tell whether the site has the DocType: ERPNext says that some leave it."""
	return bool(frappe.get_cached_value("DocType", doctype, "name"))


def lock(doctype: str, names: Iterable[str]) -> None:
	"""Keep others from locking or changing these records until the end of the transaction."""
	if names:
		table = DocType(doctype)
		query = frappe.qb.from_(table).select(table.name).where(table.name.isin(sorted(names)))
		query.orderby(table.name).for_update().run()


def set_by_name(doctype: str, updates: dict[str, dict], update_modified: bool = True) -> None:
	"""Write {name: {field: value}} with one statement; each record gets the same fields."""
	if not updates:
		return
	if hasattr(frappe.db, "bulk_update"):
		frappe.db.bulk_update(doctype, updates, chunk_size=len(updates), update_modified=update_modified)
	else:
		set_in_frappe_15(doctype, updates, update_modified)


def set_in_frappe_15(doctype: str, updates: dict[str, dict], update_modified: bool) -> None:
	table = DocType(doctype)
	query = frappe.qb.update(table).where(table.name.isin(list(updates)))
	for fieldname in next(iter(updates.values())):
		value = Case()
		for name, fields in updates.items():
			value = value.when(table.name == name, fields[fieldname])
		query = query.set(fieldname, value)
	if update_modified:
		query = query.set("modified", now()).set("modified_by", frappe.session.user)
	query.run()


def set_statuses(doctype: str, fieldname: str, statuses: dict[str, str]) -> None:
	"""Write {document: status} into a field, with one statement for each status there is."""
	by_status = {}
	for name, status in statuses.items():
		by_status.setdefault(status, []).append(name)
	table = DocType(doctype)
	for status, names in by_status.items():
		frappe.qb.update(table).set(table[fieldname], status).where(table.name.isin(names)).run()
		for name in names:
			frappe.clear_document_cache(doctype, name)
