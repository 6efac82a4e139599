"""Operations one after the other, each in its own savepoint, all in the request's transaction."""

from functools import cached_property

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, strip_html_tags

from maintenance_visit_app.api import attention, kept, late, log, pictures, planning, work
from maintenance_visit_app.api.clock import Clock
from maintenance_visit_app.api.errors import DependsOnRefusedError, OperationError, SameIdError, refuse
from maintenance_visit_app.api.joining import NotAtOnceError, get_runs, validate_rows
from maintenance_visit_app.api.kinds import KINDS, LAST, VERBS, WORK
from maintenance_visit_app.api.log import APPLIED, REFUSED, SUPERSEDED, SentAtOnceError
from maintenance_visit_app.api.operation import Operation, bold, is_id
from maintenance_visit_app.api.outcomes import get_error, get_former_answer, get_head, get_ids, is_same
from maintenance_visit_app.api.rows import tell_row
from maintenance_visit_app.api.states import get_states
from maintenance_visit_app.asked_once import keeping_answers
from maintenance_visit_app.derived.sales_persons import get_sales_persons_of
from maintenance_visit_app.messages import take_text
from maintenance_visit_app.retry import (
	MOST_ATTEMPTS,
	DeadlockError,
	begin_again,
	is_whole_request,
	told_when_busy,
)

VISIT = "Maintenance Visit"
SAVEPOINT = "visit_operation"
REFUSALS = (frappe.ValidationError, frappe.PermissionError, frappe.NameError, frappe.DuplicateEntryError)
# The transaction is lost, or somebody else is first: no answer to one operation, and all begins again
BROKEN_OFF = (DeadlockError, SentAtOnceError, frappe.QueryDeadlockError, frappe.QueryTimeoutError)


def apply_all(operations: list[Operation | OperationError], clock: Clock) -> list[dict]:
	"""Apply the operations and return what became of each. Others at the same visits: all begins again.

	Raises BusyError where they were there again and again, or where this isn't a whole request.
	"""
	attempts_left = MOST_ATTEMPTS if is_whole_request() else 1
	while True:
		try:
			with told_when_busy(), keeping_answers():
				return Batch(operations, clock).apply()
		except (DeadlockError, SentAtOnceError):
			attempts_left -= 1
			if not attempts_left:
				raise
			begin_again()


class Batch:
	"""The operations of one request, and what is known while they are applied."""

	def __init__(self, operations: list[Operation | OperationError], clock: Clock) -> None:
		self.operations, self.clock = operations, clock
		self.known = log.get_known(get_ids(operations))
		self.visits: dict[str, Document] = {}
		self.refused: set[str] = set()
		self.attention = attention.Attention()

	def apply(self) -> list[dict]:
		answers = []
		for run in get_runs(self.operations, set(self.known)):
			together = self.answer_together(run) if len(run) > 1 else None
			answers += together or [self.answer(operation) for operation in run]
		self.attention.tell()
		frappe.clear_messages()
		states = get_states({answer["visit"] for answer in answers if answer.get("visit")})
		return [{**answer, "now": states.get(answer.get("visit"))} for answer in answers]

	def answer_together(self, run: list[Operation]) -> list[dict] | None:
		"""Apply operations on one visit with one save; None, with nothing left behind, where they can't share it."""
		frappe.clear_messages()
		told = self.attention.copy()
		frappe.db.savepoint(SAVEPOINT)
		try:
			outcomes = self.apply_together(run)
		except BROKEN_OFF:
			raise
		except Exception:
			# Whatever it was: each says by itself why it is refused
			frappe.db.rollback(save_point=SAVEPOINT)
			self.visits.pop(self.get_visit_name(run[0]), None)
			self.attention = told
			for operation in run:
				operation.forget()
			return None
		frappe.db.release_savepoint(SAVEPOINT)
		ended = [
			(operation, *self.describe(operation, outcome, operation.told))
			for operation, outcome in zip(run, outcomes, strict=True)
		]
		self.known.update(log.write(ended))
		return [answer for _operation, _outcome, answer in ended]

	def apply_together(self, run: list[Operation]) -> list[str]:
		run[0].read(self.clock)
		visit = self.get_visit(run[0])
		if visit is None or not visit.docstatus.is_draft():
			raise NotAtOnceError
		visit.flags.is_saved_later = True
		try:
			outcomes = [self.apply_one(operation) for operation in run]
			validate_rows(run)
			if "applied" in outcomes:
				visit.submit() if outcomes[-1] == "applied" and run[-1].kind == "complete" else visit.save()
		finally:
			visit.flags.is_saved_later, visit.flags.done_at = False, None
		if frappe.get_message_log():
			raise NotAtOnceError
		for operation in run:
			if operation.document:
				tell_row(operation, operation.document)  # by now it has its name
		return outcomes

	def answer(self, operation: Operation | OperationError) -> dict:
		frappe.clear_messages()
		if isinstance(operation, OperationError):
			return {"id": operation.id, "outcome": "refused", "visit": None, "error": get_error(operation)}
		known = self.known.get(operation.id)
		if known and not is_same(known, operation):
			return self.refuse_same_id(operation)
		if known and known.outcome != REFUSED:
			return get_former_answer(known)
		return self.apply_first(operation, known)

	def refuse_same_id(self, operation: Operation) -> dict:
		"""Say no more of the other one: it may be somebody else's."""
		try:
			refuse(
				_("This id was used for another operation. Give each one an id of its own."),
				"id",
				SameIdError,
			)
		except SameIdError as error:
			return {**get_head(operation), "outcome": "refused", "visit": None, "error": get_error(error)}

	def apply_first(self, operation: Operation, known: dict | None) -> dict:
		record = log.begin_again(known) if known else log.begin(operation)
		if record.outcome and record.outcome != REFUSED:
			return get_former_answer(record)
		outcome, answer = self.try_to_apply(operation)
		if answer.get("error", {}).get("is_busy") and not known:
			log.forget(record)
		else:
			log.end(record, operation, outcome, answer)
			self.known[operation.id] = record
		return answer

	def try_to_apply(self, operation: Operation) -> tuple[str, dict]:
		frappe.db.savepoint(SAVEPOINT)
		try:
			outcome = self.apply_one(operation)
		except BROKEN_OFF:
			raise
		except REFUSALS as error:
			return REFUSED, self.take_back(operation, error)
		except Exception as error:
			# Ours to mend, or the site's own script's: what nobody can mend on a telephone holds up no other
			answer = self.take_back(operation, error)
			frappe.log_error(title=f"Operation {operation.id}", message=frappe.get_traceback())
			return REFUSED, answer
		frappe.db.release_savepoint(SAVEPOINT)
		return self.describe(operation, outcome, [*operation.told, take_text()])

	def describe(self, operation: Operation, outcome: str, sentences: list[str]) -> tuple[str, dict]:
		told = " ".join(sentences).strip()
		answer = {**get_head(operation), "outcome": outcome, "visit": self.get_visit_name(operation)}
		if operation.row:
			answer["row"] = operation.row
		if told:
			answer["told"] = told
		return SUPERSEDED if outcome == "superseded" else APPLIED, answer

	def take_back(self, operation: Operation, error: Exception) -> dict:
		"""Leave nothing of what was refused: neither in the database nor in memory nor on the disk."""
		told = get_error(error)
		frappe.db.rollback(save_point=SAVEPOINT)
		pictures.remove_lost_file(operation.file_url)
		visit = self.get_visit_name(operation)
		self.visits.pop(visit, None)
		self.refused.update({operation.visit, visit} - {None, ""})
		if operation.row and "row" not in told:
			told["row"] = operation.row
		return {
			**get_head(operation),
			"outcome": "refused",
			"visit": self.get_known_visit(visit),
			"error": told,
		}

	def apply_one(self, operation: Operation) -> str:
		"""Do it, and return `applied`, `already` or `superseded`. Raises whatever Desk would show."""
		operation.read(self.clock)
		if operation.kind not in KINDS:
			refuse(
				_("There is no operation {0}. There are: {1}.").format(
					bold(operation.kind), ", ".join(KINDS)
				),
				"operation",
			)
		self.validate_dependencies(operation)
		if operation.kind == "create":
			visit = planning.create(operation)
			self.visits[visit.name] = visit
			operation.visit = visit.name
			return "applied"
		visit = self.get_visit(operation)
		if visit is None:
			return late.keep_deleted(operation, self.attention)
		if operation.kind in WORK and not visit.docstatus.is_draft():
			return late.keep(visit, operation, self.attention)
		if operation.kind in WORK and late.is_given_away(visit, operation, self.persons):
			return late.keep_given_away(visit, operation, self.attention)
		return self.apply_to(visit, operation)

	def validate_dependencies(self, operation: Operation) -> None:
		"""Raises DependsOnRefusedError where what must come before was refused, or hasn't come at all."""
		missing = [one for one in operation.after if not self.is_done(one)]
		if missing:
			refuse(
				_("It waits for what was refused or not sent: {0}.").format(", ".join(missing)),
				"after",
				DependsOnRefusedError,
			)
		if operation.kind in LAST and {operation.visit, self.get_visit_name(operation)} & self.refused:
			refuse(
				_(
					"It waits for what was refused on this visit. Mend or leave that out first, then send this again."
				),
				"operation",
				DependsOnRefusedError,
			)

	def is_done(self, one: str) -> bool:
		known = self.known.get(one)
		return bool(known) and known.user == frappe.session.user and known.outcome in (APPLIED, SUPERSEDED)

	def get_visit(self, operation: Operation) -> Document | None:
		"""Return the visit, locked until the end of the request; None where it was deleted."""
		name = self.get_visit_name(operation)
		if not name:
			refuse(_("Say which visit, by its name or by the id of the operation that made it."), "visit")
		if name not in self.visits:
			if not frappe.db.exists(VISIT, {"name": name}):
				return None
			visit = frappe.get_doc(VISIT, name, for_update=True)
			visit.check_permission("read")
			self.visits[name] = visit
		return self.visits[name]

	def get_visit_name(self, operation: Operation) -> str | None:
		"""Return the name of the visit; where it was made offline, the id of the operation that made it is named."""
		if not is_id(operation.visit):
			return operation.visit or None
		made = self.known.get(operation.visit)
		is_made = made and made.user == frappe.session.user and made.outcome == APPLIED
		return made.visit if is_made else operation.visit

	def get_known_visit(self, name: str | None) -> str | None:
		"""Return the name where there is such a visit: the log links to it."""
		return name if name and frappe.db.exists(VISIT, {"name": name}) else None

	@cached_property
	def persons(self) -> set[str]:
		return set(get_sales_persons_of(frappe.session.user))

	def apply_to(self, visit: Document, operation: Operation) -> str:
		try:
			changed = VERBS[operation.kind](visit, operation)
		except work.RowGoneError as error:
			reason = strip_html_tags(cstr(error))
			kept.keep(visit, operation, reason)
			operation.told.append(
				_("{0} What you entered is kept there as a comment, and the office is told.").format(reason)
			)
			self.attention.add(visit, attention.ROW_GONE)
			return "superseded"
		if changed:
			return "applied"
		return "superseded" if operation.told else "already"
