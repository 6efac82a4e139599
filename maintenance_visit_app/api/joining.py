"""Operations on one visit that follow each other share one save, where each alone would have become the same.

A save costs twenty statements, whatever it changes. They share it only if nothing is refused, nothing is told and none
is about what another one is about; whatever else happens, all is taken back and each is applied by itself.
"""

from collections.abc import Iterator
from typing import Any

from frappe.model.document import Document

from maintenance_visit_app.api.errors import OperationError
from maintenance_visit_app.api.operation import Operation

MOST = 60
# What an operation is about; two about the same thing may be right one after the other, and not at once
ABOUT = {
	"check_in": lambda payload: "check_in",
	"check_out": lambda payload: "check_out",
	"answer": lambda payload: (
		"check",
		*(payload.get(key) for key in ("check", "task", "item_code", "serial_no")),
	),
	"reading": lambda payload: (
		"check",
		*(payload.get(key) for key in ("check", "task", "item_code", "serial_no")),
	),
	"work_done": lambda payload: ("row", payload.get("row"), payload.get("idx")),
	"part": lambda payload: ("part", payload.get("row")),
	"rate": lambda payload: "rating",
	"note": lambda payload: ("note",),
	"sign": lambda payload: "signature",
	"complete": lambda payload: "end",
}
# What was signed for is shut, and what is submitted is over
ENDS = {"sign": ("complete",), "complete": ()}
# Who comes back after he left has two stretches of work; one is at an end when it is saved
NOT_AFTER = {"check_in": "check_out"}


class NotAtOnceError(OperationError):
	"""These operations have to be applied one by one. Nobody is told."""


def get_runs(operations: list[Any], known: set[str]) -> Iterator[list[Any]]:
	"""Yield the operations in their order, those together that may share a save, by what was sent."""
	run: list[Any] = []
	for operation in operations:
		if run and not may_follow(run, operation, known):
			yield run
			run = []
		run.append(operation)
	if run:
		yield run


def may_follow(run: list[Any], operation: Any, known: set[str]) -> bool:
	if len(run) >= MOST or not all(may_be_joined(one, known) for one in (run[0], operation)):
		return False
	last, kind = run[-1].sent["operation"], operation.sent["operation"]
	if run[0].sent["visit"] != operation.sent["visit"] or kind not in ENDS.get(last, (kind,)):
		return False
	if is_other_than_signed(operation, run[-1]) or NOT_AFTER.get(kind) in get_kinds(run):
		return False
	if any(one.id == operation.id or one.id in get_after(operation) for one in run):
		return False
	return is_repeatable(operation) or get_subject(operation) not in map(get_subject, run)


def get_kinds(run: list[Operation]) -> set[str]:
	return {operation.sent["operation"] for operation in run}


def may_be_joined(operation: Any, known: set[str]) -> bool:
	if not isinstance(operation, Operation) or operation.photo or operation.id in known:
		return False
	sent = operation.sent
	payload = sent.get("payload", {})
	return (
		isinstance(sent.get("operation"), str)
		and sent["operation"] in ABOUT
		and isinstance(payload, dict)
		and isinstance(sent.get("visit"), str)
		and not payload.get("remove")
	)


def is_other_than_signed(operation: Operation, last: Operation) -> bool:
	"""Tell whether a visit is to be completed with another status than it is signed for."""
	status = (operation.sent.get("payload") or {}).get("completion_status")
	signed = (last.sent.get("payload") or {}).get("completion_status")
	return last.sent["operation"] == "sign" and status not in (None, signed)


def is_repeatable(operation: Operation) -> bool:
	"""Notes, and parts without a name of their own, are always new ones."""
	return get_subject(operation) in (("note",), ("part", None))


def get_subject(operation: Operation) -> str:
	return str(ABOUT[operation.sent["operation"]](operation.sent.get("payload") or {}))


def get_after(operation: Operation) -> list:
	after = operation.sent.get("after")
	return after if isinstance(after, list) else []


def validate_rows(operations: list[Operation]) -> None:
	"""Raise NotAtOnceError where two operations found the same row, or one changes a part that was there.

	A check-out has the row of its check-in, which was validated before that had an end.
	"""
	seen: list[Document] = []
	for operation in operations:
		row = operation.document
		if row is None or operation.kind == "check_out":
			continue
		if any(row is one for one in seen) or (operation.kind == "part" and not row.is_new()):
			raise NotAtOnceError
		seen.append(row)
