"""What the mappers into a visit share."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.customer_details import (
	tidy_display,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.links import (
	get_link,
	validate_names,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.maintenance_type import (
	set_maintenance_type,
)


class NothingLeftToDoError(frappe.ValidationError):
	pass


class SourceNameError(frappe.ValidationError):
	pass


class TargetError(frappe.ValidationError):
	pass


def validate_source_name(doctype: str, source_name: str) -> None:
	"""Throw SourceNameError where a program names no document at all."""
	if not source_name:
		frappe.throw(
			_("Name the {0} that the visit is made from, as {1}.").format(_(doctype), "source_name"),
			SourceNameError,
			title=_("Nothing to Make a Visit From"),
		)


def load_visit(target_doc: str | Document | None) -> Document | None:
	"""Return the visit that Desk or another mapper hands over, as a document."""
	visit = load_target(target_doc)
	if visit and visit.doctype != "Maintenance Visit":
		throw_target()
	if visit:
		validate_names(visit)
	return visit


def load_target(target_doc: str | Document | None) -> Document | None:
	"""Return what Desk or another mapper hands over, as a document.

	Raises TargetError where a program sends something else.
	"""
	if not isinstance(target_doc, str):
		return target_doc
	try:
		return frappe.get_doc(frappe.parse_json(target_doc)) if target_doc else None
	except (AttributeError, ImportError, KeyError, TypeError, ValueError):
		throw_target()


def throw_target() -> None:
	frappe.throw(
		_("{0} takes the document into which is mapped, as its form sends it.").format("target_doc"),
		TargetError,
		title=_("Not a Document to Map Into"),
	)


def set_type(visit: Document) -> None:
	"""Show the type that a new visit gets when it is saved; on a saved one it may have been chosen."""
	if visit.is_new() or not visit.name:
		set_maintenance_type(visit)


def tidy_up(visit: Document) -> None:
	"""Drop the empty row of Desk's new form, and the blank lines of a document's address."""
	visit.drop_empty_rows()
	if visit.address_display:
		visit.address_display = tidy_display(visit.address_display)


def throw_nothing_left(source: Document, visits: Iterable[str]) -> None:
	"""Say which visits did all that there was to do for a document."""
	link = get_link(source.doctype, source.name)
	message = _("Nothing is left to do for {0} {1}.").format(_(source.doctype), link)
	if links := [get_link("Maintenance Visit", visit) for visit in sorted(set(visits))]:
		message = _("Nothing is left to do for {0} {1}: all of it was fully completed by {2}.").format(
			_(source.doctype), link, ", ".join(links)
		)
	frappe.throw(message, NothingLeftToDoError, title=_("Nothing Left to Do"))
