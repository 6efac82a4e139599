"""What can't be applied, and is for the office to look at: kept where somebody reads it, once."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, now_datetime

from maintenance_visit_app.api import attention, kept, log, pictures
from maintenance_visit_app.api.attention import Attention
from maintenance_visit_app.api.clock import Clock
from maintenance_visit_app.api.errors import OperationError, SameIdError, refuse
from maintenance_visit_app.api.operation import Operation, is_id
from maintenance_visit_app.api.states import get_states

VISIT, CUSTOMER = "Maintenance Visit", "Customer"


def hand_over(operation: Operation, clock: Clock, note: str | None = None) -> dict:
	"""Keep the operation and return its answer; what was applied or handed over before is answered as it was then."""
	known = log.get_known({operation.id}).get(operation.id)
	if known and known.user != frappe.session.user:
		refuse(_("This id was used for another operation."), "id", SameIdError)
	record = log.begin_again(known) if known else log.begin(operation)
	if record.outcome and record.outcome != log.REFUSED:
		return add_state({**frappe.parse_json(record.answer), "visit": record.visit})
	read(operation, clock)
	document = get_document(operation)
	told = keep(document or record, operation, note)
	visit = document.name if document and document.doctype == VISIT else None
	answer = {
		"id": operation.id,
		"operation": operation.kind,
		"outcome": "superseded",
		"visit": visit,
		"told": told,
	}
	log.end(record, operation, log.HANDED_OVER, answer)
	tell_managers(document, operation)
	return add_state(answer)


def read(operation: Operation, clock: Clock) -> None:
	"""What can't be read may be why it was refused: it is kept as it is."""
	try:
		operation.read(clock)
	except OperationError:
		operation.kind = cstr(operation.sent.get("operation"))[: log.LONGEST]
		operation.visit = cstr(operation.sent.get("visit"))[: log.LONGEST]
		payload = operation.sent.get("payload")
		operation.payload = payload if isinstance(payload, dict) else {"payload": payload}
		operation.done_at = now_datetime().replace(microsecond=0)
	frappe.clear_messages()


def get_document(operation: Operation) -> Document | None:
	"""Return the visit, or the customer of one that is gone or was never made; None where the user may read neither."""
	if is_id(operation.visit):
		made = log.get_known({operation.visit}).get(operation.visit)
		operation.visit = (made and made.user == frappe.session.user and made.visit) or ""
	for doctype, name in get_names(operation):
		if name and frappe.db.exists(doctype, {"name": name}):
			document = frappe.get_doc(doctype, name)
			if document.has_permission("read"):
				return document
	return None


def get_names(operation: Operation) -> list[tuple[str, str | None]]:
	return [
		(VISIT, operation.visit),
		(CUSTOMER, operation.visit and kept.get_customer_of_deleted(operation.visit)),
		(CUSTOMER, cstr(operation.payload.get("customer"))),
	]


def keep(document: Document, operation: Operation, note: str | None) -> str:
	"""Write down what it holds; without a document the log has it, and its picture."""
	if note:
		operation.payload = {_("Note"): cstr(note)[: log.LONGEST_NOTE], **operation.payload}
	if document.doctype == log.DOCTYPE:
		pictures.keep(document, operation)
		return _("It is with the office now, in the list of what needs attention.")
	kept.keep(document, operation, _("it was handed to the office"))
	return _("It is with the office now: {0} has it as a comment.").format(document.name)


def tell_managers(document: Document | None, operation: Operation) -> None:
	if document:
		told = Attention()
		told.add(document if document.doctype == VISIT else document.name, attention.HANDED_OVER)
		told.tell()


def add_state(answer: dict) -> dict:
	visit = answer.get("visit")
	return {**answer, "now": get_states({visit} if visit else set()).get(visit)}
