"""What the mappers into a visit share."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.customer_details import (
	tidy_display,
)


class NothingLeftToDoError(frappe.ValidationError):
	pass


def load_target(target_doc: str | Document | None) -> Document | None:
	"""Return the visit that Desk or another mapper hands over, as a document."""
	if isinstance(target_doc, str):
		return frappe.get_doc(frappe.parse_json(target_doc))
	return target_doc


def tidy_up(visit: Document) -> None:
	"""Drop the empty row of Desk's new form, and the blank lines of a document's address."""
	visit.drop_empty_rows()
	if visit.address_display:
		visit.address_display = tidy_display(visit.address_display)


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
