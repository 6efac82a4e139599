"""Ways in: lists of operations, from programs and from the technicians' devices."""

import json

import frappe
from frappe import _
from frappe.utils import get_datetime_in_timezone, get_system_timezone

from maintenance_visit_app.api.applying import VISIT, apply_all
from maintenance_visit_app.api.clock import Clock
from maintenance_visit_app.api.errors import OperationError, refuse
from maintenance_visit_app.api.limits import limited
from maintenance_visit_app.api.operation import Operation, Photo

MOST = 500


@frappe.whitelist(methods=["POST"])
@limited
def apply(operations: str | list, sent_at: str | None = None) -> dict:
	"""Apply operations to visits: each once, however often it is sent, and each by itself.

	`operations` is a list of at most 500 {id, operation, visit, at, payload, was, after}: `id` is a UUID in small
	letters that the client made; `operation` one of create, plan, check_in, check_out, answer, reading, work_done,
	part, photo, note, rate, sign, complete, cancel; `visit` the visit's name, or the id of the operation that creates
	it; `at` when it was done, in ISO 8601; `payload` what it is about; `was` {field: value} as the client had read
	them; `after` the ids of operations without which this one makes no sense. `sent_at` is the client's time, so that
	a wrong clock does no harm.

	Return {results, server_time}; each result is {id, operation, outcome, visit, now} and, where there is something
	to say, row, told or error {type, title, message, field, row}. The outcome is `applied`; `already`, where it was
	so or was sent before; `superseded`, where the office decided otherwise and what was entered is kept; `refused`,
	with the message that Desk shows. What was refused may be sent again with the same id.

	The user needs the rights on each visit that Desk asks for.
	"""
	frappe.has_permission(VISIT, "read", throw=True)
	clock = Clock.read(sent_at)
	return answer([read(sent) for sent in read_list(operations)], clock)


@frappe.whitelist(methods=["POST"])
@limited
def apply_photo(operation: str | dict, sent_at: str | None = None) -> dict:
	"""Apply one operation `photo` whose picture is the `file` of this multipart request.

	JPEG, PNG or WebP; it is reduced and loses its notes, such as the place. Return and permissions as of `apply`.
	"""
	frappe.has_permission(VISIT, "read", throw=True)
	clock = Clock.read(sent_at)
	return answer([read(parse(operation), get_photo())], clock)


def answer(operations: list[Operation | OperationError], clock: Clock) -> dict:
	server_time = get_datetime_in_timezone(get_system_timezone()).isoformat(timespec="seconds")
	return {"results": apply_all(operations, clock), "server_time": server_time}


def read_list(operations: str | list) -> list:
	found = parse(operations)
	if not isinstance(found, list):
		refuse(_("Send operations as a list."), "operations")
	if len(found) > MOST:
		refuse(_("Send {0} operations at most in one request.").format(MOST), "operations")
	return found


def parse(sent: str | list | dict) -> list | dict:
	if not isinstance(sent, str):
		return sent
	try:
		return json.loads(sent)
	except (ValueError, RecursionError):
		refuse(_("What was sent is no JSON."), "operations")


def read(sent: object, photo: Photo | None = None) -> Operation | OperationError:
	"""Return the operation; or why it is none, so that the others are applied."""
	try:
		return Operation.of(sent, photo)
	except OperationError as error:
		return error


def get_photo() -> Photo | None:
	file = frappe.request.files.get("file") if frappe.request else None
	return Photo(file.stream.read(), file.filename or "") if file else None
