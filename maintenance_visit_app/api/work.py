"""What technicians do on site: their word counts. Check-ins, parts, photos, readings and notes are appended.

Each verb gets the visit, locked and a draft, and the operation; it saves the visit through its controller and returns
whether that changed anything.
"""

from typing import Any

from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, escape_html

from maintenance_visit_app.api import kept, pictures
from maintenance_visit_app.api.errors import OperationError, refuse
from maintenance_visit_app.api.operation import (
	Operation,
	bold,
	read_anything,
	read_flag,
	read_long_text,
	read_number,
	read_text,
)
from maintenance_visit_app.api.rows import (
	change,
	find,
	is_there,
	label,
	read_row,
	set_name,
	tell,
	tell_row,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit import time_logs

WHO_AND_WHERE = {"service_person": read_text, "latitude": read_number, "longitude": read_number}
PART = {
	"item_code": read_text,
	"qty": read_number,
	"uom": read_text,
	"warehouse": read_text,
	"serial_no": read_long_text,
	"batch_no": read_text,
	"coverage": read_text,
}


class RowGoneError(OperationError):
	"""The row that an operation is about isn't there any more: the work is kept beside it."""


def check_in(visit: Document, operation: Operation) -> bool:
	values = operation.take(row=read_row, **WHO_AND_WHERE)
	name = values.pop("row")
	if is_there(visit, "time_logs", name):
		return False
	log = time_logs.add_check_in(visit, operation.done_at, **values)
	set_name(log, name)
	return save(visit, operation, log)


def check_out(visit: Document, operation: Operation) -> bool:
	values = operation.take(**WHO_AND_WHERE)
	if visit.flags.is_saved_later:
		# Who is at work elsewhere can't check in, though he leaves at once
		time_logs.set_working_hours(visit)
	log = time_logs.add_check_out(visit, operation.done_at, **values)
	return save(visit, operation, log)


def answer(visit: Document, operation: Operation) -> bool:
	values = operation.take(
		check=read_text,
		task=read_text,
		item_code=read_text,
		serial_no=read_text,
		result=read_text,
		reading=read_text,
		remark=read_long_text,
	)
	check = find_check(visit, values)
	if not check:
		raise RowGoneError(
			_("The task {0} is not on the visit's checklist any more.").format(bold(name(values)))
		)
	return overwrite(visit, check, operation, ("result", "reading", "remark"), values)


def reading(visit: Document, operation: Operation) -> bool:
	"""Answer the task by its reading; one that the checklist hasn't is appended."""
	values = operation.take(
		check=read_text,
		task=read_text,
		item_code=read_text,
		serial_no=read_text,
		reading=read_text,
		uom=read_text,
		row=read_row,
	)
	if is_there(visit, "checks", values.row):
		return False
	check = find_check(visit, values)
	if check:
		return overwrite(visit, check, operation, ("reading",), values)
	if not values.task:
		raise RowGoneError(
			_("The task {0} is not on the visit's checklist any more.").format(bold(values.check))
		)
	fieldnames = ("task", "item_code", "serial_no", "reading", "uom")
	check = visit.append("checks", {fieldname: values[fieldname] for fieldname in fieldnames})
	set_name(check, values.row)
	return save(visit, operation, check)


def find_check(visit: Document, values: dict) -> Document | None:
	"""Return the row by its name, or by its task and equipment, where only one fits."""
	if values.check:
		return find(visit, "checks", values.check)
	fieldnames = [fieldname for fieldname in ("task", "item_code", "serial_no") if values[fieldname]]
	if not values.task:
		refuse(_("Say which task: its row as check, or its text as task."), "payload.check")
	found = [
		check
		for check in visit.checks
		if all(cstr(check.get(fieldname)) == values[fieldname] for fieldname in fieldnames)
	]
	if len(found) > 1:
		refuse(
			_("{0} tasks are called {1}: say which by item_code and serial_no, or by check.").format(
				len(found), bold(values.task)
			),
			"payload.task",
		)
	return found[0] if found else None


def name(values: dict) -> str:
	return values.task or values.check


def work_done(visit: Document, operation: Operation) -> bool:
	values = operation.take(
		row=read_text, idx=read_number, work_done=read_long_text, completion_status=read_text
	)
	if not values.row and not values.idx and len(visit.purposes) > 1:
		refuse(_("The visit has several rows: say which by row or idx."), "payload.row")
	row = find(visit, "purposes", values.row, values.idx)
	if not row:
		raise RowGoneError(_("The row is not on the visit any more."))
	return overwrite(visit, row, operation, ("work_done", "completion_status"), values)


def part(visit: Document, operation: Operation) -> bool:
	"""Append a part; one that has the client's row is changed, or removed where the payload says so."""
	values = operation.take(row=read_text, remove=read_flag, **PART)
	row = find(visit, "parts", values.row) if values.row else None
	if values.remove:
		return remove_part(visit, operation, row)
	sent = {fieldname: values[fieldname] for fieldname in PART if operation.is_sent(fieldname)}
	if row:
		tell_row(operation, row)
		return change(row, sent) and save(visit, operation, row)
	if values.row:
		is_there(visit, "parts", read_row(values.row, "payload.row"))
	row = visit.append("parts", sent)
	set_name(row, values.row)
	return save(visit, operation, row)


def remove_part(visit: Document, operation: Operation, row: Document | None) -> bool:
	if not row:
		return False
	visit.remove(row)
	return save(visit, operation)


def photo(visit: Document, operation: Operation) -> bool:
	"""Append a photo: the file that came with the operation, or one that is on the site as `image`."""
	values = operation.take(row=read_row, image=read_text, taken=read_text, caption=read_text)
	if is_there(visit, "photos", values.row):
		return False
	if bool(operation.photo) == bool(values.image):
		refuse(_("Send a file with the operation, or the address of one as image."), "payload.image")
	image = pictures.attach(visit, operation).file_url if operation.photo else values.image
	row = visit.append("photos", {"image": image, "taken": values.taken, "caption": values.caption})
	set_name(row, values.row)
	return save(visit, operation, row)


def rate(visit: Document, operation: Operation) -> bool:
	"""Take down the customer's rating, from 0 to 1 as the field has it, and what he says."""
	values = operation.take(rating=read_number, customer_feedback=read_long_text)
	if values.rating is not None and not 0 <= values.rating <= 1:
		refuse(_("A rating is between 0 and 1, a fifth for each star."), "payload.rating")
	return overwrite(visit, visit, operation, ("rating", "customer_feedback"), values)


def sign(visit: Document, operation: Operation) -> bool:
	values = operation.take(signature=read_anything, signed_by=read_text, completion_status=read_text)
	signed = {"customer_signature": values.signature, "signed_by": values.signed_by}
	if not values.signature:
		refuse(_("The signature is missing: send it as a PNG picture in a data URL."), "payload.signature")
	if values.completion_status:
		signed["completion_status"] = values.completion_status
	return change_at(visit, operation, signed)


def change_at(visit: Document, operation: Operation, values: dict[str, Any]) -> bool:
	"""Change the visit as of the moment at which it was done."""
	if not change(visit, values):
		return False
	visit.flags.done_at = operation.done_at
	try:
		return save(visit, operation)
	finally:
		if not visit.flags.is_saved_later:
			visit.flags.done_at = None


def overwrite(
	visit: Document, document: Document, operation: Operation, fieldnames: tuple[str, ...], values: dict
) -> bool:
	"""Write the technician's word, and keep beside it what he had not read when he wrote."""
	sent = {fieldname: values[fieldname] for fieldname in fieldnames if operation.is_sent(fieldname)}
	if not sent:
		refuse(_("Nothing is said: send one of {0}.").format(", ".join(fieldnames)), "payload")
	former = get_unread(document, sent, operation.was)
	if document is not visit:
		tell_row(operation, document)
	if not change(document, sent):
		return False
	kept.keep_former(visit, operation, former)
	return save(visit, operation)


def get_unread(document: Document, sent: dict[str, Any], was: dict[str, Any]) -> dict[str, Any]:
	"""Return {label: value} of what others wrote since the device has read it."""
	return {
		label(document, fieldname): document.get(fieldname)
		for fieldname, value in sent.items()
		if fieldname in was
		and document.get(fieldname)
		and tell(document, fieldname, document.get(fieldname))
		not in (tell(document, fieldname, was[fieldname]), tell(document, fieldname, value))
	}


def note(visit: Document, operation: Operation) -> bool:
	"""Write a comment, as whoever reads the visit may do, whatever state it is in."""
	values = operation.take(text=read_long_text)
	if not values.text:
		refuse(_("The note is empty."), "payload.text")
	visit.add_comment("Comment", escape_html(values.text).replace("\n", "<br>"))
	return True


def save(visit: Document, operation: Operation, row: Document | None = None) -> bool:
	if row:
		tell_row(operation, row)
	if visit.flags.is_saved_later:
		return True
	visit.save()
	if row:
		tell_row(operation, row)  # by now it has its name
	return True
