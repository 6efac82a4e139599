"""Work on a visit that the office has decided about meanwhile: it is kept, the technician and the managers are told."""

from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from maintenance_visit_app.api import attention, kept
from maintenance_visit_app.api.attention import Attention
from maintenance_visit_app.api.errors import DependsOnRefusedError, OperationError, refuse
from maintenance_visit_app.api.kinds import WORK
from maintenance_visit_app.api.operation import Operation, bold, is_id
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.technicians import get_persons

SUPERSEDED = "superseded"


class VisitNotFoundError(OperationError):
	http_status_code = 404


def keep(visit: Document, operation: Operation, told: Attention) -> str:
	"""Keep work on a visit that was submitted or cancelled; to submit it twice is once."""
	if visit.docstatus.is_cancelled():
		kept.keep_on_visit(visit, operation, _("the visit was cancelled meanwhile"))
		operation.told.append(
			_(
				"The visit was cancelled meanwhile: what you entered is kept there as a comment, and the office is told."
			)
		)
		told.add(visit, attention.CANCELLED)
		return SUPERSEDED
	if operation.kind == "complete":
		visit.check_permission("submit")
		return "already"
	kept.keep_on_visit(visit, operation, _("the visit was submitted meanwhile"))
	operation.told.append(
		_(
			"The visit was submitted meanwhile: what you entered is kept there as a comment, and the office is told."
		)
	)
	told.add(visit, attention.SUBMITTED)
	return SUPERSEDED


def is_given_away(visit: Document, operation: Operation, own: set[str]) -> bool:
	"""Tell whether the device read that the visit is the user's, and now others do it and he isn't at work there."""
	read = operation.was.get("technicians")
	if not isinstance(read, str) or not own & set(read.split(", ")):
		return False
	now, at_work = get_persons(visit), {log.service_person for log in visit.time_logs}
	return bool(now) and not own & (now | at_work)


def keep_given_away(visit: Document, operation: Operation, told: Attention) -> str:
	"""Keep work on a visit that somebody else is to do: whether it is done now is for the office to say."""
	reason = _("the visit was given to {0} meanwhile").format(escape_html(visit.technicians))
	kept.keep_on_visit(visit, operation, reason)
	operation.told.append(
		_(
			"The visit was given to {0} meanwhile: what you entered is kept there as a comment, and the office is told."
		).format(visit.technicians)
	)
	told.add(visit, attention.GIVEN_AWAY)
	return SUPERSEDED


def keep_deleted(operation: Operation, told: Attention) -> str:
	"""Keep work on a visit that was deleted on its customer. Raises OperationError where there never was one."""
	if is_id(operation.visit):
		refuse(
			_("The visit was not made: look at the operation that was to make it."),
			"visit",
			DependsOnRefusedError,
		)
	customer = kept.keep_on_customer(operation) if operation.kind in WORK else None
	if not customer:
		refuse(_("There is no visit {0}.").format(bold(operation.visit)), "visit", VisitNotFoundError)
	operation.told.append(
		_(
			"The visit was deleted meanwhile: what you entered is kept on the customer as a comment, and the office is told."
		)
	)
	told.add(customer, attention.DELETED, operation.visit)
	operation.visit = ""
	return SUPERSEDED
