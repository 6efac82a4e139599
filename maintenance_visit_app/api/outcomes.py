"""What is answered to an operation: what it became, or why not."""

import frappe
from frappe.utils import cstr, strip_html_tags

from maintenance_visit_app.api.errors import OperationError
from maintenance_visit_app.api.log import APPLIED
from maintenance_visit_app.api.operation import Operation, is_id
from maintenance_visit_app.messages import take_text
from maintenance_visit_app.retry import BusyError


def get_ids(operations: list[Operation | OperationError]) -> set[str]:
	"""Return the ids that must be looked up: the operations' own, and those that they name."""
	ids = set()
	for operation in operations:
		if isinstance(operation, Operation):
			named = operation.sent.get("after")
			named = named if isinstance(named, list) else []
			ids.update(one for one in (operation.id, operation.sent.get("visit"), *named) if is_id(one))
	return ids


def is_same(known: dict, operation: Operation) -> bool:
	return known.user == frappe.session.user and known.fingerprint == operation.fingerprint


def get_head(operation: Operation) -> dict:
	return {"id": operation.id, "operation": operation.kind or cstr(operation.sent.get("operation"))}


def get_former_answer(known: dict) -> dict:
	"""Return what was answered the first time; an operation that was applied is `already` done."""
	answer = frappe.parse_json(known.answer)
	answer["visit"] = known.visit
	if known.outcome == APPLIED:
		answer["outcome"] = "already"
	return answer


def get_error(error: Exception) -> dict:
	"""Return the refusal as Desk would show it, its class, and where it is wrong."""
	entries = frappe.get_message_log()
	title = next((entry["title"] for entry in reversed(entries) if entry.get("title")), None)
	message = take_text() or strip_html_tags(cstr(error))
	told = {"type": type(error).__name__, "title": title, "message": message}
	if field := getattr(error, "field", None):
		told["field"] = field
	if isinstance(error, BusyError):
		told["is_busy"] = True
	return told
