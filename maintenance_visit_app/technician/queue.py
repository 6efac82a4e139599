"""Ways in: what a technician's device sends, as nobody else, and what it leaves to the office."""

import frappe
from frappe import _
from frappe.utils import escape_html, get_fullname

from maintenance_visit_app.api import handing_over
from maintenance_visit_app.api.clock import Clock
from maintenance_visit_app.api.errors import OperationError
from maintenance_visit_app.api.limits import limited
from maintenance_visit_app.api.operation import Operation
from maintenance_visit_app.api.operations import answer, get_photo, parse, read, read_list
from maintenance_visit_app.retry import retried

VISIT = "Maintenance Visit"


class OtherUserError(frappe.PermissionError):
	"""Somebody else is logged in on the device now."""


@frappe.whitelist(methods=["POST"])
@limited
def send(user: str, operations: str | list, sent_at: str | None = None) -> dict:
	"""Apply the operations of this user's queue; arguments, return and permissions as of api.operations.apply.

	Raises OtherUserError (403) where somebody else is logged in.
	"""
	validate_user(user)
	return answer_forgiving([read(sent) for sent in read_list(operations)], sent_at)


@frappe.whitelist(methods=["POST"])
@limited
def send_photo(user: str, operation: str | dict, sent_at: str | None = None) -> dict:
	"""Apply one operation `photo` of this user's queue, as api.operations.apply_photo does. Raises as `send`."""
	validate_user(user)
	return answer_forgiving([read(parse(operation), get_photo())], sent_at)


def answer_forgiving(operations: list[Operation | OperationError], sent_at: str | None) -> dict:
	"""Apply them; nobody can mend on a telephone what its clock said while it was ahead."""
	moments = [operation.sent.get("at") for operation in operations if isinstance(operation, Operation)]
	return answer(operations, Clock.read(sent_at).forgive(moments))


@frappe.whitelist(methods=["POST"])
@limited
@retried
def hand_to_office(
	user: str, operation: str | dict, note: str | None = None, sent_at: str | None = None
) -> dict:
	"""Leave to the office an operation that was refused, or that nobody wants to mend on a device: once for its id.

	What it holds is kept as a comment, with the `file` of this multipart request, on its visit, or on the customer
	where the visit was deleted or never made; managers are told, and it waits in *Needs Attention*. Return what `apply`
	returns for an operation: its outcome is `superseded`, with `told`; or what became of it, if it was applied before.

	The user needs to read visits. Raises OtherUserError (403) as `send`.
	"""
	validate_user(user)
	sent = Operation.of(parse(operation), get_photo())
	return handing_over.hand_over(sent, Clock.read(sent_at), note)


def validate_user(user: str) -> None:
	"""A session that never asked for a token takes a POST without one: whose queue it is has to be said."""
	if user != frappe.session.user:
		frappe.throw(
			_("This is the work of {0}, and {1} is logged in. Log in as {0} to send it.").format(
				frappe.bold(escape_html(user)), frappe.bold(escape_html(get_fullname(frappe.session.user)))
			),
			OtherUserError,
			title=_("Somebody Else's Work"),
		)
	frappe.has_permission(VISIT, "read", throw=True)
