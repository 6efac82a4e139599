"""The type of a visit follows from what it was made for, until somebody chooses another one."""

import frappe
from frappe.model.document import Document

from maintenance_visit_app.maintenance_visits.source_kinds import get_source_kinds

# What a field that nobody touched says: ERPNext's default
UNCHOSEN = ("", None, "Unscheduled")


def note_choice(visit: Document) -> None:
	"""Called before Frappe fills in the default: what a form or a program says by then, somebody chose.

	Frappe's import has filled it in already.
	"""
	visit.flags.type_is_chosen = bool(visit.maintenance_type) and not frappe.flags.in_import


def set_maintenance_type(visit: Document) -> None:
	"""Set the type by the visit's first source, once: when it is made, or gets the first one.

	An amended visit and a follow-up are of the type that theirs is. On a saved visit, Unscheduled is a choice.
	"""
	is_chosen = visit.flags.type_is_chosen or visit.maintenance_type not in UNCHOSEN
	if is_chosen or visit.amended_from or visit.follow_up_of:
		return
	before = visit.get_doc_before_save()
	if before and (get_first_source(before) or before.maintenance_type != visit.maintenance_type):
		return
	if kind := get_source_kinds().get(get_first_source(visit)):
		visit.maintenance_type = kind.maintenance_type or visit.maintenance_type


def get_first_source(visit: Document) -> str | None:
	"""Return the kind of document that the visit was made for first."""
	if visit.maintenance_schedule_detail:
		return "Maintenance Schedule"
	kinds = get_source_kinds()
	for row in visit.purposes:
		if row.prevdoc_doctype in kinds and row.prevdoc_docname:
			return row.prevdoc_doctype
		if row.maintenance_schedule_detail:
			return "Maintenance Schedule"
	return None
