"""What another program calls a visit: each once, so that whoever sends a visit again gets no second one."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, escape_html, get_link_to_form

from maintenance_visit_app import changes

VISIT = "Maintenance Visit"
FIELDS = ("external_system", "external_id")
CONSTRAINT = "maintenance_visit_external_id"


class ExternalIdError(frappe.ValidationError):
	pass


class ExternalIdTakenError(ExternalIdError):
	"""There is such a visit already; the message names it to those who may read it."""

	http_status_code = 409


def validate_external_id(visit: Document) -> None:
	"""Let both fields be there or none. An empty text would be one name for all visits that have none."""
	for fieldname in FIELDS:
		visit.set(fieldname, cstr(visit.get(fieldname)).strip() or None)
	if visit.is_new() and visit.amended_from:
		take_over(visit)
	if bool(visit.external_system) != bool(visit.external_id):
		frappe.throw(
			_("Enter both External System and External ID, or neither: an ID is that of one program."),
			ExternalIdError,
			title=_("External ID"),
		)
	is_changed = any(visit.has_value_changed(fieldname) for fieldname in FIELDS)
	if visit.external_id and is_changed:
		validate_free(visit)


def take_over(visit: Document) -> None:
	"""Let an amended visit be what a program called the cancelled one. Desk's Amend copies the ID, a program may not."""
	original = frappe.db.get_value(VISIT, visit.amended_from, FIELDS)
	named = tuple(visit.get(fieldname) for fieldname in FIELDS)
	if not original or not all(original) or named not in (original, (None, None)):
		return
	frappe.db.set_value(VISIT, visit.amended_from, dict.fromkeys(FIELDS), update_modified=False)
	changes.note([visit.amended_from])
	visit.update(dict(zip(FIELDS, original, strict=True)))


def validate_free(visit: Document) -> None:
	if other := get_visit(visit.external_system, visit.external_id, besides=visit.name):
		throw_taken(visit, other)


@contextmanager
def told_when_taken(visit: Document) -> Iterator[None]:
	"""Say which visit has the external ID, where another request was faster by a moment."""
	messages = len(frappe.get_message_log())
	try:
		yield
	except frappe.UniqueValidationError:
		# Read as it is now: the snapshot of this transaction may be older
		other = visit.external_id and get_visit(
			visit.external_system, visit.external_id, visit.name, for_update=True
		)
		if not other:
			raise
		del frappe.local.message_log[messages:]
		throw_taken(visit, other)


def get_visit(
	external_system: str, external_id: str, besides: str | None = None, for_update: bool = False
) -> str | None:
	"""Return the name of the visit that another program calls so."""
	filters = {"external_system": external_system, "external_id": external_id, "name": ("!=", besides or "")}
	return frappe.db.get_value(VISIT, filters, for_update=for_update)


def throw_taken(visit: Document, other: str) -> None:
	what = frappe.bold(escape_html(f"{visit.external_system} {visit.external_id}"))
	if frappe.has_permission(VISIT, "read", other):
		reason = _("{0} is there already: {1}.").format(what, get_link_to_form(VISIT, other))
	else:
		reason = _("{0} is there already, as a visit that you may not read.").format(what)
	frappe.throw(reason, ExternalIdTakenError, title=_("External ID"))
