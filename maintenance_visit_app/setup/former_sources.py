"""What visits were made for, of a DocType that has left the site: ERPNext says that Warranty Claim will.

Frappe opens, prints and saves no document with a link into nothing. What the link said is kept beside it, for people to
read, and put back where the DocType comes back with its documents.
"""

import json
from collections.abc import Iterable

import frappe
from frappe.query_builder import DocType
from frappe.utils import now

from maintenance_visit_app.maintenance_visits.source_kinds import get_source_kinds
from maintenance_visit_app.records import has_doctype
from maintenance_visit_app.setup import notes
from maintenance_visit_app.setup.ownership import PURPOSE, VISIT


def follow() -> None:
	"""Set aside what leads nowhere, put back what leads somewhere again. Other sites are read, and no more."""
	set_aside(get_absent_doctypes())
	for doctype in filter(has_doctype, get_former_doctypes()):
		put_back(doctype)


def get_absent_doctypes() -> list[str]:
	return [doctype for doctype in get_named("prevdoc_doctype") if not has_doctype(doctype)]


def get_former_doctypes() -> list[str]:
	return get_named("former_source_doctype")


def get_named(fieldname: str) -> list[str]:
	row = DocType(PURPOSE)
	return frappe.qb.from_(row).select(row[fieldname]).where(row[fieldname] != "").distinct().run(pluck=True)


def set_aside(doctypes: Iterable[str]) -> None:
	row, away = DocType(PURPOSE), get_away()
	for doctype in doctypes:
		away.setdefault(doctype, now())
		notes.write(notes.AWAY, json.dumps(away))
		(
			frappe.qb.update(row)
			.set(row.former_source_doctype, row.prevdoc_doctype)
			.set(row.former_source, row.prevdoc_docname)
			.set(row.prevdoc_doctype, None)
			.set(row.prevdoc_docname, None)
			.where(row.prevdoc_doctype == doctype)
		).run()


def put_back(doctype: str) -> None:
	"""Of documents that didn't come back with their DocType, the note stays a note."""
	row, source = DocType(PURPOSE), DocType(doctype)
	restore(doctype, row.former_source.isin(frappe.qb.from_(source).select(source.name)))
	away = get_away()
	if since := away.pop(doctype, None):
		tell_what_happened(doctype, since)
		notes.write(notes.AWAY, json.dumps(away))


def tell_what_happened(doctype: str, since: str) -> None:
	"""Let documents that came back follow the visits that were submitted or cancelled meanwhile."""
	kind = get_source_kinds().get(doctype)
	if not kind or not kind.tell:
		return
	filters = {"docstatus": (">", 0), "modified": (">=", since)}
	for name in frappe.get_all(VISIT, filters, pluck="name", order_by="modified"):
		visit = frappe.get_doc(VISIT, name)
		if any(row.prevdoc_doctype == doctype for row in visit.purposes):
			frappe.get_attr(kind.tell)(visit)


def get_away() -> dict[str, str]:
	return json.loads(notes.read(notes.AWAY) or "{}")


def put_all_back() -> None:
	"""Let rows say what they said in ERPNext, wherever that leads: uninstalling hands them back as they were."""
	if not frappe.db.has_column(PURPOSE, "former_source_doctype"):
		return
	for doctype in get_former_doctypes():
		restore(doctype)
	notes.erase(notes.AWAY)


def restore(doctype: str, condition=None) -> None:
	row = DocType(PURPOSE)
	query = (
		frappe.qb.update(row)
		.set(row.prevdoc_doctype, row.former_source_doctype)
		.set(row.prevdoc_docname, row.former_source)
		.set(row.former_source_doctype, None)
		.set(row.former_source, None)
		.where(row.former_source_doctype == doctype)
	)
	(query.where(condition) if condition else query).run()
