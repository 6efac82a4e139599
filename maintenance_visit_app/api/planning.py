"""What the office decides: whether there is a visit, who goes, when, and whether it counts."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, escape_html

from maintenance_visit_app.api.errors import OperationError, refuse
from maintenance_visit_app.api.operation import (
	Operation,
	bold,
	read_anything,
	read_long_text,
	read_object,
	read_text,
)
from maintenance_visit_app.api.rows import NO_VALUES, VISIT, change, label, read_rows, tell

PLAN = ("mntc_date", "mntc_time", "planned_duration")
# Rows that a visit may be made with; parts, checks and the rest of the work have operations of their own
ROWS = ("purposes", "required_skills")
# Drawn on site, or followed from something else
NOT_SENT = (
	"customer_signature",
	"signed_by",
	"rating",
	"billable_hours_entered",
	"maintenance_schedule_detail",
)


class NotDraftError(OperationError):
	pass


def create(operation: Operation) -> Document:
	"""Insert a visit. Raises OperationError for a field that can't be sent."""
	return get_new_visit(operation.payload, "payload").insert()


def get_new_visit(sent: dict, name: str = "values") -> Document:
	"""Return a visit, not inserted, of what was sent. Raises OperationError for a field that can't be."""
	meta = frappe.get_meta(VISIT)
	for fieldname in sent:
		if fieldname not in ROWS and not is_sent(meta.get_field(fieldname)):
			refuse(_("{0} can't be set.").format(bold(fieldname)), f"{name}.{fieldname}")
	rows = {
		table: [dict(row) for row in read_rows(table, sent[table], f"{name}.{table}")]
		for table in ROWS
		if sent.get(table) is not None
	}
	fields = {fieldname: value for fieldname, value in sent.items() if fieldname not in ROWS}
	return frappe.get_doc({**fields, **rows, "doctype": VISIT})


def is_sent(field: Document | None) -> bool:
	return bool(field) and not (
		field.read_only or field.fieldtype in NO_VALUES or field.fieldname in NOT_SENT
	)


def plan(visit: Document, operation: Operation) -> bool:
	"""Move a draft, give it a duration or a technician. What the office changed since the device read it stays."""
	values = operation.take(
		mntc_date=read_text,
		mntc_time=read_text,
		planned_duration=read_anything,
		service_person=read_text,
		rows=read_object,
	)
	validate_draft(visit)
	sent = {fieldname: values[fieldname] for fieldname in PLAN if operation.is_sent(fieldname)}
	changed = change(visit, drop_moved(visit, sent, operation))
	for row in visit.purposes:
		technician = get_technician(row, values)
		if technician is not None:
			wanted = drop_moved(row, {"service_person": technician}, operation)
			changed = change(row, wanted) or changed
	if changed:
		visit.save()
	return changed


def validate_draft(visit: Document) -> None:
	if not visit.docstatus.is_draft():
		refuse(
			_("Maintenance Visit {0} is {1}: only drafts can be planned.").format(
				escape_html(visit.name), _(visit.status)
			),
			"visit",
			NotDraftError,
		)


def get_technician(row: Document, values: dict) -> str | None:
	"""Return who is to do this row: `rows` has {row: sales person}, else the visit's one does all of them."""
	if values.rows and row.name in values.rows:
		return read_text(values.rows[row.name], f"payload.rows.{row.name}")
	return values.service_person


def drop_moved(document: Document, sent: dict, operation: Operation) -> dict:
	"""Leave out what somebody else has changed since the device read it, and tell so."""
	wanted = {}
	for fieldname, value in sent.items():
		now = tell(document, fieldname, document.get(fieldname))
		is_moved = fieldname in operation.was and now not in (
			tell(document, fieldname, operation.was[fieldname]),
			tell(document, fieldname, value),
		)
		if is_moved:
			operation.told.append(
				_("{0} was changed to {1} meanwhile, and stays so.").format(
					label(document, fieldname), escape_html(cstr(document.get_formatted(fieldname)))
				)
			)
		else:
			wanted[fieldname] = value
	return wanted


def complete(visit: Document, operation: Operation) -> bool:
	"""Submit the visit."""
	values = operation.take(completion_status=read_text)
	if values.completion_status:
		visit.completion_status = values.completion_status
	if not visit.flags.is_saved_later:
		visit.submit()
	return True


def cancel(visit: Document, operation: Operation) -> bool:
	"""Cancel a submitted visit; why is left as a comment."""
	values = operation.take(reason=read_long_text)
	if visit.docstatus.is_cancelled():
		return False
	visit.check_permission("cancel")
	visit.cancel()
	if values.reason:
		visit.add_comment("Comment", escape_html(values.reason))
	return True
