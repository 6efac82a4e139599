"""How far a visit got: the visit's own completion status and that of its rows, made to agree on submit."""

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from maintenance_visit_app.derived.visited_rows import FULLY, PARTIALLY, PENDING


class CompletionStatusError(frappe.ValidationError):
	pass


class WorkNotRecordedError(frappe.ValidationError):
	pass


def set_completion_status(visit: Document) -> None:
	"""Let the rows follow the visit where they say nothing, and the visit the rows where it says nothing."""
	visit_status, row_statuses = get_statuses(visit)
	visit.completion_status = visit_status
	for row, status in zip(visit.purposes, row_statuses, strict=True):
		row.completion_status = status


def get_statuses(visit: Document) -> tuple[str | None, list[str | None]]:
	"""Return the status of the visit and those of its rows, as a submit would set them."""
	status = visit.completion_status
	if not status and any(row.completion_status in (PARTIALLY, FULLY) for row in visit.purposes):
		status = FULLY if is_fully_completed(visit) else PARTIALLY
	is_work_told = any(is_worked_on(row) for row in visit.purposes)
	return status, [
		row.completion_status or get_status_of_silent_row(row, status, is_work_told) for row in visit.purposes
	]


def get_status_of_silent_row(row: Document, visit_status: str | None, is_work_told: bool) -> str | None:
	"""A partial visit that tells of work in some rows left those pending that tell of none."""
	if visit_status == PARTIALLY and is_work_told and not is_worked_on(row):
		return PENDING
	return visit_status


def is_worked_on(row: Document) -> bool:
	"""Tell whether a row says so: by its status, or where it has none, by what was done."""
	return row.completion_status in (PARTIALLY, FULLY) or bool(
		not row.completion_status and cstr(row.work_done).strip()
	)


def is_fully_completed(visit: Document) -> bool:
	return all(row.completion_status == FULLY for row in visit.purposes)


def get_missing(visit: Document) -> Iterator[tuple]:
	"""Submitting wants a status, and of each row that isn't pending who did the work and what it was."""
	visit_status, row_statuses = get_statuses(visit)
	if not visit_status:
		message = _("Set the Completion Status of the visit: Partially or Fully Completed.")
		yield message, "completion_status", None
	for row, status in zip(visit.purposes, row_statuses, strict=True):
		if not row.service_person:
			message = _("Row #{0}: set the Technician who did the work.").format(row.idx)
			yield message, "service_person", row
		if not cstr(row.work_done).strip() and status != PENDING:
			yield _("Row #{0}: describe the Work Done.").format(row.idx), "work_done", row


def get_contradictions(visit: Document) -> Iterator[tuple]:
	"""Nothing that a row says is overwritten: whoever submits decides which of the two is right."""
	rows = [row for row in visit.purposes if row.completion_status in (PARTIALLY, PENDING)]
	if visit.completion_status != FULLY or not rows:
		return
	reason = _(
		"The visit can't be fully completed while a row is not. Change the rows, or set the visit's Completion Status to Partially Completed."
	)
	yield reason, "completion_status", None
	for row in rows:
		message = _("Row #{0} is {1}.").format(row.idx, frappe.bold(_(row.completion_status)))
		yield message, "completion_status", row
