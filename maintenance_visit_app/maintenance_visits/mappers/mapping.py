"""What the mappers into a visit share."""

from collections.abc import Iterable
from contextlib import suppress

import frappe
from frappe import _
from frappe.model.document import Document

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.customer_details import (
	tidy_display,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.links import (
	get_link,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.maintenance_type import (
	set_maintenance_type,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import (
	validate_single_values,
)


class NothingLeftToDoError(frappe.ValidationError):
	pass


class SourceNameError(frappe.ValidationError):
	pass


class WrongTargetError(frappe.ValidationError):
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
	if visit:
		validate_single_values(visit)
	return visit


def load_target(target_doc: str | Document | None, doctype: str = "Maintenance Visit") -> Document | None:
	"""Return the document that Desk or another mapper hands over; throw WrongTargetError where it is none."""
	if not target_doc or (isinstance(target_doc, Document) and target_doc.doctype == doctype):
		return target_doc or None
	with suppress(AttributeError, ImportError, KeyError, TypeError, ValueError):
		values = frappe.parse_json(target_doc)
		if values.get("doctype") == doctype:
			return frappe.get_doc(values)
	return frappe.throw(
		_("What was sent to be filled in is no {0}. Send one as JSON, or nothing.").format(_(doctype)),
		WrongTargetError,
		title=_("Wrong Document"),
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
