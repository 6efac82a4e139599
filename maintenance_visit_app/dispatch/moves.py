"""What a dispatcher does on the board: give a visit its day, time, length and technicians, or plan what has no visit.

Each move is a save with all its rules. It says what the dispatcher saw: what somebody else has moved meanwhile is
refused, so that no move is lost without a word.
"""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, escape_html, format_date, format_time, strip_html

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.dispatch.plan import get_plan, read_plan_value, set_plan, set_times
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import get_json
from maintenance_visit_app.maintenance_visits.permitted_visit import get_permitted_visit
from maintenance_visit_app.maintenance_visits.planning.bulk import NotDraftError, validate_technician
from maintenance_visit_app.maintenance_visits.planning.due_work import CLAIM, ORDER, SCHEDULE, map_visit
from maintenance_visit_app.messages import take_text
from maintenance_visit_app.records import lock
from maintenance_visit_app.retry import BusyError, read_anew, retried

VISIT = "Maintenance Visit"
TOGETHER = "moved_together"
MOST_TOGETHER = 500


class MovedMeanwhileError(frappe.ValidationError):
	pass


class ChangedMeanwhileError(frappe.ValidationError):
	pass


class TooManyMovesError(frappe.ValidationError):
	pass


class UnknownSourceError(frappe.ValidationError):
	pass


@frappe.whitelist(methods=["POST"])
@complete
@retried
def place(visit: str, plan: str | dict, was: str | dict | None = None) -> dict:
	"""Give a draft visit a plan: any of {mntc_date, mntc_time, planned_duration, technicians: {row: sales person}}.

	`was` is the whole plan as the user saw it; MovedMeanwhileError where it is another one by now. A proposal's says
	`fixed_appointment`, too. Return {visit, plan, told, modified, modified_before}: the plan as it is now, what saving
	told, and when the visit was changed, by this and before. The user needs to write the visit, and what saving it
	refuses is refused here, too.
	"""
	return place_one(**read_move({"visit": visit, "plan": plan, "was": was}))


@frappe.whitelist(methods=["POST"])
@complete
@retried
def place_all(moves: str | list) -> list[dict]:
	"""Give draft visits their plans together, so that those who change places aren't in each other's way.

	`moves` are [{visit, plan, was}], each as `place` takes it; MOST_TOGETHER at most, or TooManyMovesError. Return in
	their order what `place` returns, or {visit, error, message} of what was refused: that visit stays where it is, and
	the others are planned with it there. The user needs to write the visits.
	"""
	frappe.has_permission(VISIT, "write", throw=True)
	moves = [read_move(move) for move in get_json(moves, list, "moves")]
	if len(moves) > MOST_TOGETHER:
		frappe.throw(
			_("{0} visits can be moved at once, not {1}.").format(MOST_TOGETHER, len(moves)),
			TooManyMovesError,
			title=_("Dispatch Board"),
		)
	refused: dict[int, dict] = {}
	while True:
		frappe.db.savepoint(TOGETHER)
		placed = place_others(moves, refused)
		if placed.keys() | refused.keys() == set(range(len(moves))):
			return [placed.get(number) or refused[number] for number in range(len(moves))]
		frappe.db.rollback(save_point=TOGETHER)


def read_move(move: Any) -> dict:
	move = get_json(move, dict, "moves")
	plan, was = get_json(move.get("plan"), dict, "plan"), get_json(move.get("was") or {}, dict, "was")
	return {"visit": cstr(move.get("visit")), "plan": plan, "was": was}


def place_others(moves: list[dict], refused: dict[int, dict]) -> dict[int, dict]:
	"""Return {number: answer} of the moves that aren't refused, until one more is, which is noted there."""
	told = len(frappe.get_message_log())
	numbers = [number for number in range(len(moves)) if number not in refused]
	placed: dict[int, dict] = {}
	for at, number in enumerate(numbers):
		later = frozenset(moves[other]["visit"] for other in numbers[at + 1 :])
		try:
			placed[number] = place_one(**moves[number], moved_with=later)
		except BusyError:
			# The transaction is lost, with its savepoint: all of it begins again
			raise
		except (frappe.ValidationError, frappe.PermissionError) as error:
			message = take_text(told) or strip_html(cstr(error)) or _("Not permitted")
			refused[number] = {
				"visit": moves[number]["visit"],
				"error": type(error).__name__,
				"message": message,
			}
			break
	return placed


def place_one(visit: str, plan: dict, was: dict, moved_with: frozenset[str] = frozenset()) -> dict:
	document = get_permitted_visit(visit, "write")
	document.flags.moved_with = moved_with
	validate_draft(document)
	validate_as_seen(document, was)
	set_plan(document, plan)
	told, modified_before = len(frappe.get_message_log()), cstr(document.modified)
	try:
		document.save()
	except frappe.TimestampMismatchError:
		frappe.clear_last_message()
		# As it is now, not as it was when this transaction began
		throw_moved(frappe.get_doc(VISIT, document.name, for_update=True))
	return {**answer(document, told), "modified_before": modified_before}


@frappe.whitelist(methods=["POST"])
@complete
@retried
def plan_source(source: str | dict, plan: str | dict) -> dict:
	"""Make the visit for dates of a Maintenance Schedule, a Warranty Claim or a Sales Order, planned at once.

	`source` is {doctype, name, rows, day}, as `get_tray` tells it, `plan` is {mntc_date, mntc_time, planned_duration,
	service_person}. Return {visit, plan, told, modified} as `place`, and `take_back` takes it back. The user needs to
	create visits and to read the document.
	"""
	source, plan = get_source(get_json(source, dict, "source")), get_json(plan, dict, "plan")
	frappe.has_permission(VISIT, "create", throw=True)
	read_anew()
	lock(source["doctype"], {source["name"]})
	visit = map_visit(source)
	if person := plan.pop("service_person", None):
		validate_technician(person)
		for row in visit.purposes:
			row.service_person = person
	set_times(visit, {"mntc_time": None, **plan})
	told = len(frappe.get_message_log())
	return answer(visit.insert(), told)


@frappe.whitelist(methods=["POST"])
@complete
@retried
def take_back(visit: str, modified: str) -> None:
	"""Delete a visit that `plan_source` has made, unless anything was done with it since.

	`modified` is what the user's last move of it answered; ChangedMeanwhileError where it was changed after that. The
	user needs to delete the visit.
	"""
	read_anew()
	lock(VISIT, {cstr(visit)})
	document = get_permitted_visit(cstr(visit), "delete")
	validate_draft(document)
	if cstr(document.modified) != modified:
		frappe.throw(
			_("{0} has changed it meanwhile. It stays; look at it and delete it there.").format(
				frappe.bold(get_changer(document))
			),
			ChangedMeanwhileError,
			title=_("Changed Meanwhile"),
		)
	document.delete()


def get_source(source: dict) -> dict:
	doctype, rows = source.get("doctype"), get_json(source.get("rows") or [], list, "rows")
	if doctype not in (SCHEDULE, CLAIM, ORDER):
		frappe.throw(
			_("Visits are planned here for a Maintenance Schedule, a Warranty Claim or a Sales Order."),
			UnknownSourceError,
			title=_("Dispatch Board"),
		)
	return {
		"doctype": doctype,
		"name": cstr(source.get("name")),
		"rows": [cstr(row) for row in rows],
		"day": cstr(source.get("day")),
	}


def validate_draft(visit: Document) -> None:
	if not visit.docstatus.is_draft() or visit.time_logs:
		frappe.throw(
			_("It is {0}: only visits that nobody has begun can be moved.").format(
				_(visit.status, context=VISIT)
			),
			NotDraftError,
			title=_("Dispatch Board"),
		)


def validate_as_seen(visit: Document, was: dict) -> None:
	now = get_plan(visit)
	if any(read_plan_value(key, was[key]) != now[key] for key in now.keys() & was.keys()):
		throw_moved(visit)
	if visit.fixed_appointment and not cint(was.get("fixed_appointment", 1)):
		throw_moved(visit, _("{0} has made it a fixed appointment meanwhile: {1}, {2}. It stays so."))


def throw_moved(visit: Document, message: str | None = None) -> None:
	when = format_date(visit.mntc_date)
	if visit.mntc_time:
		when = f"{when}, {format_time(visit.mntc_time)}"
	message = message or _(
		"{0} has planned it anew meanwhile: {1}, {2}. It stays so; look at it and move it again."
	)
	frappe.throw(
		message.format(
			frappe.bold(get_changer(visit)),
			frappe.bold(when),
			escape_html(visit.technicians or _("no technician")),
		),
		MovedMeanwhileError,
		title=_("Moved Meanwhile"),
	)


def get_changer(visit: Document) -> str:
	return escape_html(frappe.utils.get_fullname(visit.modified_by))


def answer(visit: Document, told: int) -> dict:
	return {
		"visit": visit.name,
		"plan": get_plan(visit),
		"told": take_text(told),
		"modified": cstr(visit.modified),
	}
