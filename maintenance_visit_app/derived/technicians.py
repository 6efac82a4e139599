"""The names of a visit's technicians in one field, by its rows."""

from collections.abc import Iterable

import frappe

from maintenance_visit_app.records import set_by_name


def get_text(service_persons: Iterable[str | None]) -> str | None:
	"""Return the field *Technicians* for the persons of a visit's rows, each once."""
	return ", ".join(dict.fromkeys(filter(None, service_persons))) or None


def update_technicians(visits: Iterable[str]) -> None:
	"""Derive the field of these visits, in two statements."""
	rows = frappe.get_all(
		"Maintenance Visit Purpose",
		{"parent": ("in", list(visits)), "parenttype": "Maintenance Visit"},
		["parent", "service_person"],
		order_by="parent, idx",
		as_list=True,
	)
	persons = {}
	for visit, service_person in rows:
		persons.setdefault(visit, []).append(service_person)
	texts = {visit: {"technicians": get_text(of)} for visit, of in persons.items()}
	set_by_name("Maintenance Visit", texts, update_modified=False)
	for visit in texts:
		frappe.clear_document_cache("Maintenance Visit", visit)
