"""The customer's signature, and what it seals: what he was shown may not change under it."""

import base64
from collections.abc import Iterator
from io import BytesIO

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cast, cstr, escape_html, now_datetime
from PIL import Image

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)
from maintenance_visit_app.rich_text import get_shown

# What the customer signs for: the visit's own fields, and the tables with the fields that tell it. What a submit
# fills in (coverage, hours, statuses of silent rows) follows from these, and is no change.
SEALED_FIELDS = (
	"customer",
	"company",
	"customer_address",
	"mntc_date",
	"mntc_time",
	"maintenance_type",
	"completion_status",
	"billable_hours",
	"billable_hours_entered",
	"signed_by",
)
SEALED_TABLES = {
	"purposes": (
		"item_code",
		"serial_no",
		"description",
		"complaint",
		"service_person",
		"completion_status",
		"work_done",
		"coverage",
		"prevdoc_doctype",
		"prevdoc_docname",
		"prevdoc_detail_docname",
		"maintenance_schedule_detail",
	),
	"checks": (
		"maintenance_checklist",
		"task",
		"result",
		"reading",
		"uom",
		"remark",
		"item_code",
		"serial_no",
	),
	"parts": ("item_code", "qty", "uom", "serial_no", "batch_no", "coverage"),
	"time_logs": ("service_person", "from_time", "to_time"),
	"photos": ("image", "caption", "taken"),
}

# What Desk's pad sends: a drawing, of some ten kilobytes
DRAWING = "data:image/png;base64,"
MOST_CHARACTERS = 1_000_000
MOST_PIXELS = 8_000_000
UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)


class SignedError(frappe.ValidationError):
	pass


class SignatureMissingError(frappe.ValidationError):
	pass


class NotASignatureError(frappe.ValidationError):
	pass


def set_signature(visit: Document) -> None:
	"""Stamp a new signature with the time, and log one that is taken away or replaced."""
	unsign_amended(visit)
	before = visit.get_doc_before_save()
	former = (before and before.customer_signature) or None
	signature = visit.customer_signature or None
	if not signature:
		visit.update({"signed_by": None, "signed_on": None})
	elif signature == former:
		visit.signed_on = before.signed_on
	else:
		validate_drawing(signature)
		# A device that had no network tells later when the customer signed; no document that is sent can
		visit.signed_on = visit.flags.done_at or now_datetime().replace(microsecond=0)
	if signature and not cstr(visit.signed_by).strip():
		throw_signature(_("Enter the name of who signed, in Signed By."), SignatureMissingError)
	visit.signature_status = "Signed" if signature else "Not Signed"
	if former and former != signature:
		signed_by = frappe.bold(escape_html(before.signed_by))
		visit.add_comment("Info", _("cleared the signature of {0}").format(signed_by))


def unsign_amended(visit: Document) -> None:
	"""Desk copies the signature of the cancelled visit into the amended one: it was given for other work."""
	if not (visit.is_new() and visit.amended_from and visit.customer_signature):
		return
	original = frappe.db.get_value(visit.doctype, visit.amended_from, "customer_signature")
	if visit.customer_signature == original:
		visit.customer_signature = None
		frappe.msgprint(
			_("The amended visit is not signed: the customer signed the cancelled one."), alert=True
		)


def is_signed_now(visit: Document) -> bool:
	"""Tell whether this save brings a signature, or another one."""
	before = visit.get_doc_before_save()
	former = (before and before.customer_signature) or None
	return bool(visit.customer_signature) and visit.customer_signature != former


def validate_drawing(signature: str) -> None:
	if not is_drawing(signature):
		throw_signature(
			_(
				"What was sent is not a signature. Draw it in Customer Signature, or send a PNG picture as a data URL."
			),
			NotASignatureError,
		)


def is_drawing(signature: str) -> bool:
	if (
		not isinstance(signature, str)
		or not signature.startswith(DRAWING)
		or len(signature) > MOST_CHARACTERS
	):
		return False
	try:
		content = base64.b64decode(signature.removeprefix(DRAWING), validate=True)
		with Image.open(BytesIO(content), formats=["PNG"]) as drawing:
			return drawing.width * drawing.height <= MOST_PIXELS
	except UNREADABLE:
		return False


def validate_sealed(visit: Document) -> None:
	"""Throw SignedError where what was signed for is changed and the signature is kept."""
	before = visit.get_doc_before_save()
	if not before or not visit.customer_signature or before.customer_signature != visit.customer_signature:
		return
	changed = [name for name in SEALED_FIELDS if tells_else(before, visit, name)]
	changed += [
		table
		for table, fieldnames in SEALED_TABLES.items()
		if is_changed(before.get(table), visit.get(table), fieldnames)
	]
	if changed:
		throw_signature(
			_("{0} signed for the work on {1}: {2} can't be changed. Clear the signature first.").format(
				frappe.bold(escape_html(before.signed_by)),
				frappe.format(before.signed_on, "Datetime"),
				frappe.bold(", ".join(_(visit.meta.get_label(name)) for name in changed)),
			),
			SignedError,
		)


def is_changed(before: list[Document], rows: list[Document], fieldnames: tuple[str, ...]) -> bool:
	"""Tell whether rows say something else than those that were signed for."""
	return len(before) != len(rows) or any(
		tells_else(old, row, fieldname)
		for old, row in zip(before, rows, strict=True)
		for fieldname in fieldnames
		if not is_open_end(old, fieldname)
	)


def is_open_end(log: Document, fieldname: str) -> bool:
	"""The customer signs while the technician is still there: when he leaves is told afterwards."""
	return fieldname == "to_time" and not log.get(fieldname)


def tells_else(before: Document, document: Document, fieldname: str) -> bool:
	is_same = before.get(fieldname) == document.get(fieldname)
	return not is_same and get_told(before, fieldname) != get_told(document, fieldname)


def get_told(document: Document, fieldname: str) -> str:
	"""Return what a field says, whatever the types are that Desk or the database gave its value."""
	value = document.get(fieldname)
	fieldtype = document.meta.get_field(fieldname).fieldtype
	if fieldtype == "Text Editor":
		return get_shown(cstr(value))
	return cstr(cast(fieldtype, value or None))


def get_missing(visit: Document) -> Iterator[tuple]:
	"""A signature is missing where Maintenance Visit Settings require one."""
	if not visit.customer_signature and get_settings().require_signature:
		yield (
			_("The customer's signature is missing: let it be drawn under Sign-off before you submit."),
			"customer_signature",
			None,
		)


def throw_signature(message: str, error: type[Exception]) -> None:
	frappe.throw(message, error, title=_("Signature"))
