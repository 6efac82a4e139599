"""How far a visit got: the visit's own completion status and that of its rows, made to agree on submit."""

import frappe
from frappe import _
from frappe.model.document import Document

from maintenance_visit_app.derived.visited_rows import FULLY, PARTIALLY, PENDING


class CompletionStatusError(frappe.ValidationError):
	pass


class WorkNotRecordedError(frappe.ValidationError):
	pass


def set_completion_status(visit: Document) -> None:
	"""Let the rows follow the visit where they say nothing, and the visit the rows where it says nothing."""
	worked = [row for row in visit.purposes if row.completion_status in (PARTIALLY, FULLY)]
	if visit.completion_status == FULLY:
		validate_no_row_contradicts(visit)
	if not visit.completion_status and worked:
		visit.completion_status = FULLY if is_fully_completed(visit) else PARTIALLY
	silent = get_status_of_silent_rows(visit, worked)
	for row in visit.purposes:
		row.completion_status = row.completion_status or silent


def get_status_of_silent_rows(visit: Document, worked: list[Document]) -> str:
	"""A partial visit that names the rows it worked on left the others pending."""
	if visit.completion_status == PARTIALLY and worked:
		return PENDING
	return visit.completion_status


def is_fully_completed(visit: Document) -> bool:
	return all(row.completion_status == FULLY for row in visit.purposes)


def validate_no_row_contradicts(visit: Document) -> None:
	"""Nothing that a row says is overwritten: whoever submits decides which of the two is right."""
	contradictions = [
		_("Row #{0} is {1}.").format(row.idx, frappe.bold(_(row.completion_status)))
		for row in visit.purposes
		if row.completion_status in (PARTIALLY, PENDING)
	]
	if contradictions:
		reason = _(
			"The visit can't be fully completed while a row is not. Change the rows, or set the visit's Completion Status to Partially Completed."
		)
		frappe.throw(
			[reason, *contradictions], CompletionStatusError, title=_("Completion Status"), as_list=True
		)


def validate_work_is_recorded(visit: Document) -> None:
	"""Throw with a list of all that is still missing for a submit, so that it is mended in one go."""
	missing = list(get_missing(visit))
	if missing:
		frappe.throw(
			missing,
			WorkNotRecordedError,
			title=_("Needed to Submit"),
			as_list=True,
		)


def get_missing(visit: Document):
	if not visit.completion_status:
		yield _("Set the Completion Status of the visit: Partially or Fully Completed.")
	for row in visit.purposes:
		if not row.service_person:
			yield _("Row #{0}: set the Technician who did the work.").format(row.idx)
		if not row.work_done and row.completion_status != PENDING:
			yield _("Row #{0}: describe the Work Done.").format(row.idx)
