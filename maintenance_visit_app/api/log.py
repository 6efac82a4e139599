"""The log of operations: its primary key decides who is first, whoever sends again, and in which transaction."""

import json

import frappe
from frappe.model.document import Document
from frappe.utils import cstr

from maintenance_visit_app.api.operation import Operation

DOCTYPE = "Visit Operation"
APPLIED, SUPERSEDED, REFUSED, HANDED_OVER = "Applied", "Superseded", "Refused", "Handed Over"
FIELDS = ["name", "operation", "outcome", "visit", "user", "fingerprint", "message", "answer"]
LONGEST, LONGEST_NOTE = 140, 2000
# Larger ones are those of signatures
MOST_CHARACTERS = 2_000_000


class SentAtOnceError(frappe.ValidationError):
	"""The same operation arrived twice in one moment, and the other request was first."""


def get_known(ids: set[str]) -> dict[str, frappe._dict]:
	"""Return {id: record} of what was sent before. Read without lock: who waits for nobody is in nobody's way."""
	if not ids:
		return {}
	records = frappe.get_all(DOCTYPE, {"name": ("in", sorted(ids))}, FIELDS, order_by=None)
	return {record.name: record for record in records}


def begin(operation: Operation) -> Document:
	"""Write that the operation was sent. Raises SentAtOnceError where somebody else has done so meanwhile."""
	kind, device_time = (cstr(operation.sent.get(key))[:LONGEST] for key in ("operation", "at"))
	return begin_named(operation.id, kind, operation.fingerprint, device_time=device_time)


def begin_named(name: str, kind: str, fingerprint: str, **values: str) -> Document:
	"""Insert the record of this name, which decides who is first. Raises SentAtOnceError for all others."""
	record = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"name": name,
			"operation": kind,
			"user": frappe.session.user,
			"fingerprint": fingerprint,
			**values,
		}
	)
	messages = len(frappe.get_message_log())
	try:
		record.db_insert()
	except frappe.DuplicateEntryError as error:
		del frappe.local.message_log[messages:]
		raise SentAtOnceError from error
	return record


def begin_again(known: dict) -> Document:
	"""Return the record of what was refused, read while nobody else sends it again."""
	return frappe.get_doc(DOCTYPE, known.name, for_update=True)


def end(record: Document, operation: Operation, outcome: str, answer: dict) -> None:
	"""Write what became of it, and what was sent where it needs attention."""
	error = answer.get("error") or {}
	record.update(
		{
			"outcome": outcome,
			"visit": answer.get("visit"),
			"done_at": operation.done_at,
			"message": error.get("message"),
			"answer": json.dumps(answer, default=str),
			"payload": None if outcome == APPLIED else get_payload(operation),
			"resolved": 0,
		}
	)
	record.db_update()


def end_named(record: Document, answer: str) -> None:
	"""Write the answer of a method that was called with a key."""
	record.update({"outcome": APPLIED, "answer": answer})
	record.db_update()


def get_payload(operation: Operation) -> str:
	return json.dumps(operation.sent, indent=1, ensure_ascii=False)[:MOST_CHARACTERS]


def forget(record: Document) -> None:
	"""Leave no trace of what is to be sent again as if it never came."""
	frappe.db.delete(DOCTYPE, {"name": record.name})
