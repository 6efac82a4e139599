"""What a draft still needs before it can be submitted: all of it at once, for who submits as for who is still on site."""

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit import (
	checklist,
	completion,
	sign_off,
	time_logs,
)
from maintenance_visit_app.maintenance_visits.parts import shortages
from maintenance_visit_app.maintenance_visits.parts.errors import ShortageError
from maintenance_visit_app.maintenance_visits.permitted_visit import get_permitted_visit

# Each says (message, fieldname, row or None for the visit itself) of what it misses, and the error that this is
RULES = (
	(completion.get_missing, completion.WorkNotRecordedError),
	(completion.get_contradictions, completion.CompletionStatusError),
	(checklist.get_missing, checklist.ChecklistError),
	(shortages.get_missing, ShortageError),
	(time_logs.get_missing, time_logs.TimeLogError),
	(sign_off.get_missing, sign_off.SignatureMissingError),
)
# What is asked for, though the visit is submitted without it, too
QUESTIONS = ((shortages.get_open_questions, ShortageError),)
RULES_WITHOUT_STOCK = tuple(rule for rule in RULES if rule[0] is not shortages.get_missing)


class NotReadyError(frappe.ValidationError):
	"""Things of several kinds are missing."""


@frappe.whitelist()
@complete
def get_missing(name: str, with_questions: bool = False) -> list[dict]:
	"""Return what the draft visit `name` needs before it can be submitted; nothing where it can, or was.

	Each has a `message`, and where to mend it: `fieldname`, the visit's `table` or "", the `row` from 1 or 0, and
	`row_name` or "". `with_questions`, also what is only asked for, such as the serial numbers of parts that are issued
	later: each has `is_question`, too. Raises frappe.PermissionError where the user may not read the visit.
	"""
	visit = get_permitted_visit(name)
	if not visit.docstatus.is_draft():
		return []
	shortages.set_available_qty(visit.parts)
	gaps = [gap for gap, _error in find_gaps(visit)]
	if not cint(with_questions):
		return gaps
	questions = [{**gap, "is_question": True} for gap, _error in find_gaps(visit, QUESTIONS)]
	return [{**gap, "is_question": False} for gap in gaps] + questions


def validate_nothing_missing(visit: Document) -> None:
	"""Throw with a list of all that is missing: the error of its rule, or NotReadyError where several miss something."""
	found = list(find_gaps(visit))
	if not found:
		return
	errors = {error for _gap, error in found}
	frappe.throw(
		[gap["message"] for gap, _error in found],
		errors.pop() if len(errors) == 1 else NotReadyError,
		title=_("Needed to Submit"),
		as_list=True,
	)


def tell_of_early_signature(visit: Document) -> None:
	"""Say so while the customer is still there: once it is signed, nothing of it can be entered any more."""
	if not visit.docstatus.is_draft() or not sign_off.is_signed_now(visit):
		return
	missing = [gap["message"] for gap, _error in find_gaps(visit) if is_sealed(gap)]
	if missing:
		heading = _("Clear the signature, enter what is missing to submit, and let it be signed again:")
		frappe.msgprint([heading, *missing], title=_("Signed Too Early"), indicator="orange", as_list=True)


def get_gaps_of_draft(values: dict) -> list[dict]:
	"""Return what a draft misses by what was read of it, without a statement: stock is asked when it is submitted."""
	visit = frappe.get_doc({"doctype": "Maintenance Visit", **values})
	# Lists don't read the drawing
	visit.customer_signature = visit.signature_status == "Signed"
	return [gap for gap, _error in find_gaps(visit, RULES_WITHOUT_STOCK)]


def find_gaps(visit: Document, rules: tuple = RULES) -> Iterator[tuple[dict, type[Exception]]]:
	for get_missing_of_rule, error in rules:
		for message, fieldname, row in get_missing_of_rule(visit):
			yield describe(message, fieldname, row), error


def describe(message: str, fieldname: str, row: Document | None) -> dict:
	return {
		"message": message,
		"fieldname": fieldname,
		"table": row.parentfield if row else "",
		"row": row.idx if row else 0,
		"row_name": (row.name or "") if row else "",
	}


def is_sealed(gap: dict) -> bool:
	"""Tell whether a signature shuts what is missing. Who is still checked in may check out after it."""
	if gap["table"] == "time_logs":
		return False
	sealed = sign_off.SEALED_TABLES.get(gap["table"], sign_off.SEALED_FIELDS)
	return gap["fieldname"] in sealed
