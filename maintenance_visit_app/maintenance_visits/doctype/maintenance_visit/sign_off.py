"""The customer's signature, and what it seals: the work may not change under it."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, flt, now_datetime

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)

# What the customer signs for, with the fields that tell it
SEALED = {
	"purposes": ("item_code", "serial_no", "service_person", "completion_status", "work_done"),
	"checks": ("task", "result", "reading", "uom", "remark"),
	"parts": ("item_code", "qty", "uom", "serial_no", "batch_no", "coverage"),
	"time_logs": ("service_person", "from_time", "to_time"),
	"photos": ("image", "caption", "taken"),
}


class SignedError(frappe.ValidationError):
	pass


class SignatureMissingError(frappe.ValidationError):
	pass


def set_signature(visit: Document) -> None:
	"""Stamp a new signature with the time, and log one that is taken away or replaced."""
	before = visit.get_doc_before_save()
	former = before.customer_signature if before else None
	if visit.customer_signature and not cstr(visit.signed_by).strip():
		throw_signature(_("Enter the name of who signed, in Signed By."), SignatureMissingError)
	if visit.customer_signature == former:
		visit.signed_on = before.signed_on if before else visit.signed_on
	elif visit.customer_signature:
		visit.signed_on = now_datetime().replace(microsecond=0)
	else:
		visit.update({"signed_by": None, "signed_on": None})
	visit.signature_status = "Signed" if visit.customer_signature else "Not Signed"
	if former and former != visit.customer_signature:
		visit.add_comment("Info", _("cleared the signature of {0}").format(frappe.bold(before.signed_by)))


def validate_sealed(visit: Document) -> None:
	"""Throw SignedError where signed work is changed and the signature is kept."""
	before = visit.get_doc_before_save()
	if not before or not visit.customer_signature or before.customer_signature != visit.customer_signature:
		return
	for table, fieldnames in SEALED.items():
		if get_told(before, table, fieldnames) != get_told(visit, table, fieldnames):
			throw_signature(
				_("{0} signed for the work on {1}: {2} can't be changed. Clear the signature first.").format(
					frappe.bold(visit.signed_by),
					frappe.format(visit.signed_on, "Datetime"),
					frappe.bold(_(visit.meta.get_label(table))),
				),
				SignedError,
			)


def get_told(visit: Document, table: str, fieldnames: tuple[str, ...]) -> list[list[str]]:
	"""Return what a table says, whatever the types are that Desk or the database gave its values."""
	return [[get_text(row, fieldname) for fieldname in fieldnames] for row in visit.get(table)]


def get_text(row: Document, fieldname: str) -> str:
	value = row.get(fieldname)
	return str(flt(value)) if row.meta.get_field(fieldname).fieldtype == "Float" else cstr(value)


def validate_signed(visit: Document) -> None:
	"""Throw SignatureMissingError on submit, where Maintenance Visit Settings require a signature."""
	required = get_settings().require_signature
	if required and not visit.customer_signature:
		throw_signature(
			_("The customer's signature is missing: let it be drawn under Sign-off before you submit."),
			SignatureMissingError,
		)


def throw_signature(message: str, error: type[Exception]) -> None:
	frappe.throw(message, error, title=_("Signature"))
