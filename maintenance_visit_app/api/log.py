"""The log of operations: its primary key decides who is first, whoever sends again, and in which transaction."""

import json

import frappe
from frappe.model.document import Document
from frappe.utils import cstr, now

from maintenance_visit_app.api.operation import Operation

DOCTYPE = "Visit Operation"
APPLIED, SUPERSEDED, REFUSED, HANDED_OVER = "Applied", "Superseded", "Refused", "Handed Over"
FIELDS = ["name", "operation", "outcome", "visit", "user", "fingerprint", "message", "answer"]
WRITTEN = ["operation", "user", "fingerprint", "device_time", "outcome", "visit", "done_at"]
WRITTEN += ["message", "answer", "payload", "resolved"]
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
	return insert(get_new(operation))


def get_new(operation: Operation) -> Document:
	kind, device_time = (cstr(operation.sent.get(key))[:LONGEST] for key in ("operation", "at"))
	return get_new_named(operation.id, kind, operation.fingerprint, device_time=device_time)


def get_new_named(name: str, kind: str, fingerprint: str, **values: str) -> Document:
	return frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"name": name,
			"operation": kind,
			"user": frappe.session.user,
			"fingerprint": fingerprint,
			**values,
		}
	)


def begin_named(name: str, kind: str, fingerprint: str) -> Document:
	"""Insert the record of this name, which decides who is first. Raises SentAtOnceError for all others."""
	return insert(get_new_named(name, kind, fingerprint))


def insert(record: Document) -> Document:
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
	record.update(get_values(operation, outcome, answer))
	record.db_update()


def get_values(operation: Operation, outcome: str, answer: dict) -> dict:
	error = answer.get("error") or {}
	return {
		"outcome": outcome,
		"visit": answer.get("visit"),
		"done_at": operation.done_at,
		"message": error.get("message") or (answer.get("told") if outcome != APPLIED else None),
		"answer": json.dumps(answer, default=str),
		"payload": None if outcome == APPLIED else get_payload(operation),
		"resolved": 0,
	}


def write(ended: list[tuple[Operation, str, dict]]) -> dict[str, Document]:
	"""Write in one statement what became of operations, each with its outcome and answer; return {id: record}.

	Raises SentAtOnceError where somebody else has sent one of them meanwhile.
	"""
	moment = now()
	records = {}
	for operation, outcome, answer in ended:
		record = get_new(operation).update(get_values(operation, outcome, answer))
		record.update({"owner": frappe.session.user, "modified_by": frappe.session.user})
		records[operation.id] = record.update({"creation": moment, "modified": moment})
	fields = ["name", "owner", "modified_by", "creation", "modified", *WRITTEN]
	try:
		frappe.db.bulk_insert(
			DOCTYPE, fields, [[record.get(name) for name in fields] for record in records.values()]
		)
	except Exception as error:
		if frappe.db.is_duplicate_entry(error):
			raise SentAtOnceError from error
		raise
	return records


def end_named(record: Document, answer: str) -> None:
	"""Write the answer of a method that was called with a key."""
	record.update({"outcome": APPLIED, "answer": answer})
	record.db_update()


def get_payload(operation: Operation) -> str:
	return json.dumps(operation.sent, indent=1, ensure_ascii=False)[:MOST_CHARACTERS]


def forget(record: Document) -> None:
	"""Leave no trace of what is to be sent again as if it never came."""
	frappe.db.delete(DOCTYPE, {"name": record.name})
