"""What a program is told when it asks for what can't be done: a sentence, an HTTP status, and where it is wrong."""

import frappe
from frappe import _


class OperationError(frappe.ValidationError):
	"""An operation can't be read, or can't be applied as it was sent."""

	field: str | None = None
	# The operation's own, where it was sent one
	id: str | None = None


class SameIdError(OperationError):
	"""The id was used for something else."""

	http_status_code = 409


class DependsOnRefusedError(OperationError):
	"""What must come before was refused."""


class ClockError(OperationError):
	"""A device's clock names a moment that is still to come."""


def refuse(message: str, field: str | None = None, error: type[OperationError] = OperationError) -> None:
	"""Throw an OperationError that knows which field of the operation is wrong."""
	try:
		frappe.throw(message, error, title=_("Operation"))
	except error as thrown:
		thrown.field = field
		raise
