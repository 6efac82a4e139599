"""Documents that a visit needs beside it, as far as the user may read them."""

from collections.abc import Iterable

import frappe

from maintenance_visit_app.records import has_doctype


def get_readable(doctype: str, names: Iterable[str | None], fields: Iterable[str]) -> dict[str, frappe._dict]:
	"""Return {name: fields} of those that the user may read; fields that the site hasn't are left out."""
	found = read(doctype, {"name": ("in", sorted(set(names) - {None, ""}) or [""])}, fields)
	return {document.name: document for document in found}


def read(doctype: str, filters: dict | list, fields: Iterable[str], **options) -> list[frappe._dict]:
	"""Return what the user may read, nothing where he may read none; one statement."""
	if not has_doctype(doctype) or not frappe.has_permission(doctype, "read"):
		return []
	meta = frappe.get_meta(doctype)
	there = ["name", *(fieldname for fieldname in fields if meta.has_field(fieldname))]
	return frappe.get_list(doctype, filters, there, **{"limit": 0, "order_by": None, **options})


def drop_empty(values: dict) -> dict:
	"""Leave out what says nothing: most fields of most documents."""
	return {key: value for key, value in values.items() if value not in (None, "")}
