"""What the mappers into a visit share."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.customer_details import (
	drop_blank_lines,
)


class NothingLeftToDoError(frappe.ValidationError):
	pass


class WrongTargetError(frappe.ValidationError):
	pass


def load_target(target_doc: str | Document | None, doctype: str = "Maintenance Visit") -> Document | None:
	"""Return the document that Desk or another mapper hands over; throw WrongTargetError where it is none."""
	if not target_doc or isinstance(target_doc, Document):
		return target_doc or None
	try:
		values = frappe.parse_json(target_doc)
	except ValueError:
		values = None
	if not isinstance(values, dict) or values.get("doctype") != doctype:
		frappe.throw(
			_("What was sent to be filled in is no {0}. Send one as JSON, or nothing.").format(_(doctype)),
			WrongTargetError,
			title=_("Wrong Document"),
		)
	return frappe.get_doc(values)


def tidy_up(visit: Document) -> None:
	"""Drop the empty row of Desk's new form, and the blank lines of a document's address."""
	visit.drop_empty_rows()
	if visit.address_display:
		visit.address_display = drop_blank_lines(visit.address_display)


def throw_nothing_left(source: Document, visits: Iterable[str]) -> None:
	"""Say which visits did all that there was to do for a document."""
	message = _("Nothing is left to do for {0} {1}.").format(
		_(source.doctype), get_link_to_form(source.doctype, source.name)
	)
	if links := [get_link_to_form("Maintenance Visit", visit) for visit in sorted(set(visits))]:
		message = _("Nothing is left to do for {0} {1}: all of it was fully completed by {2}.").format(
			_(source.doctype), get_link_to_form(source.doctype, source.name), ", ".join(links)
		)
	frappe.throw(message, NothingLeftToDoError, title=_("Nothing Left to Do"))
