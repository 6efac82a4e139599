"""A better plan for some days, proposed by a background job: a difference to look at, never applied by itself."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import frappe
from frappe import _
from frappe.translate import get_user_lang
from frappe.utils import cstr, getdate, now_datetime, today

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.dispatch.board import validate_days
from maintenance_visit_app.dispatch.loading import Loaded, begin_from_now_on, load
from maintenance_visit_app.dispatch.plan import get_seen
from maintenance_visit_app.dispatch.reasons import tell_rules
from maintenance_visit_app.dispatch.routing import vroom
from maintenance_visit_app.dispatch.routing.arrange import Change, Proposal, arrange
from maintenance_visit_app.dispatch.routing.problem import Job, Planned
from maintenance_visit_app.dispatch.routing.search import Cancelled, Limits
from maintenance_visit_app.dispatch.technicians import get_technicians
from maintenance_visit_app.dispatch.visits import VISIT, get_unseen, get_visits
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import get_day, get_json
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	VROOM,
	get_settings,
)

KEY = "maintenance_visits_proposal"
KEPT_FOR = 3600
LIMITS = Limits(seconds=120)
RUNNING, DONE, CANCELLED, FAILED, GONE = "running", "done", "cancelled", "failed", "gone"


class NothingToArrangeError(frappe.ValidationError):
	pass


@frappe.whitelist(methods=["POST"])
@complete
def propose(
	start: str | date,
	end: str | date,
	technicians: str | list | None = None,
	visits: str | list | None = None,
) -> str:
	"""Begin a proposal for the visits from `start` to `end`, and return its name, to ask `get_proposal` with.

	Only these technicians and visits are arranged, or all. What is fixed, begun or past stays. Nothing is written. The
	user needs to write visits, and to read Sales Persons.
	"""
	frappe.has_permission(VISIT, "write", throw=True)
	frappe.has_permission("Sales Person", "read", throw=True)
	first, last = max(get_day(start), getdate(today())), get_day(end)
	if last < first:
		frappe.throw(_("These days have passed. Choose others."), NothingToArrangeError, title=_("Arrange"))
	validate_days(first, last)
	name = str(uuid.uuid4())
	keep(name, {"user": frappe.session.user, "state": RUNNING, "share": 0})
	frappe.enqueue(
		propose_in_background,
		queue="long",
		timeout=600,
		name=name,
		first=first,
		last=last,
		technicians=[cstr(each) for each in get_json(technicians or [], list, "technicians")],
		visits=[cstr(each) for each in get_json(visits or [], list, "visits")],
	)
	return name


@frappe.whitelist(methods=["GET", "POST"])
@complete
def get_proposal(name: str) -> dict:
	"""Return {state, share, proposal} of a proposal of one's own; the state is running, done, cancelled, failed or gone.

	The proposal is {changes, unplaced, kept, before, after}: a change is {visit, customer_name, before, after, plan,
	was}, and `moves.place` takes its plan, with `was` for what the proposal goes by.
	"""
	frappe.has_permission(VISIT, "read", throw=True)
	return {key: value for key, value in get_kept(name).items() if key != "user"}


@frappe.whitelist(methods=["POST"])
@complete
def cancel(name: str) -> None:
	"""Stop a proposal of one's own; one that is gone is stopped."""
	frappe.has_permission(VISIT, "write", throw=True)
	kept = get_kept(name)
	if kept["state"] == RUNNING:
		keep(name, {**kept, "state": CANCELLED})


def keep(name: str, state: dict) -> None:
	frappe.cache.set_value(f"{KEY}:{name}", state, expires_in_sec=KEPT_FOR)


def get_kept(name: str) -> dict:
	"""Return the user's proposal of that name; one that is no more, or somebody else's, is gone."""
	kept = frappe.cache.get_value(f"{KEY}:{cstr(name)}", expires=True)
	return kept if kept and kept["user"] == frappe.session.user else {"state": GONE}


def propose_in_background(
	name: str, first: date, last: date, technicians: list[str], visits: list[str]
) -> None:
	"""Work the proposal out as the user who asked for it. Background job."""
	frappe.local.lang = get_user_lang(frappe.session.user)
	state = {"user": frappe.session.user, "state": RUNNING, "share": 0}
	try:
		proposal = make_proposal(first, last, technicians, visits, get_listener(name, state))
	except Cancelled:
		keep(name, {**state, "state": CANCELLED})
	except Exception:
		frappe.log_error(title="Proposal of the dispatch board")
		keep(name, {**state, "state": FAILED})
	else:
		keep(name, {**state, "state": DONE, "share": 1, "proposal": proposal})


def get_listener(name: str, state: dict) -> Callable[[float], bool]:
	def keep_going(share: float) -> bool:
		kept = frappe.cache.get_value(f"{KEY}:{name}", expires=True) or {}
		if kept.get("state") != RUNNING:
			return False
		keep(name, {**state, "share": round(share, 2)})
		return True

	return keep_going


def make_proposal(
	first: date,
	last: date,
	technicians: list[str],
	visits: list[str],
	keep_going: Callable[[float], bool] | None = None,
) -> dict:
	"""Return the proposal as the board shows it: the same facts have the same proposal."""
	shown = [visit for visit in get_visits(first, last) if visit.docstatus == 0]
	named = {name for visit in shown for name in visit["technicians"]}
	persons = [
		person
		for person in get_technicians(first, last, named)
		if not technicians or person.name in technicians
	]
	arranged = {person.name for person in persons}
	half_off = {
		(person.name, day) for person in persons for day in person.absences if person.is_half_off(day)
	}
	movable = [
		visit["name"]
		for visit in shown
		if is_movable(visit, arranged, visits)
		and not any((name, visit["mntc_date"]) in half_off for name in visit["technicians"])
	]
	unseen = get_unseen(first, last, arranged, shown)
	loaded = load(persons, shown, first, last, movable, is_to_be_planned=True, unseen=unseen)
	jobs = [begin_from_now_on(job, first) for job in loaded.problem.jobs if is_to_be_arranged(job)]
	problem = replace(loaded.problem, jobs=jobs)
	proposal = arrange(problem, LIMITS, keep_going=keep_going, make_start=get_planner())
	return tell_proposal(proposal, loaded, set(movable))


def get_planner() -> Callable | None:
	"""Return what makes the plan that our search begins with, where the settings ask for another's and it is there."""
	return vroom.make_plan if get_settings().planner == VROOM and vroom.is_installed() else None


def is_movable(visit: dict, technicians: set[str], chosen: list[str]) -> bool:
	"""A visit that is promised, begun or past never moves, nor one of somebody who isn't to be arranged."""
	is_promised = visit["fixed_appointment"] or not visit["is_changeable"] or is_past(visit)
	is_of_others = not technicians.issuperset(visit["technicians"])
	return not is_promised and not is_of_others and (not chosen or visit["name"] in chosen)


def is_to_be_arranged(job: Job) -> bool:
	"""What may not move and has no technician, or no hour, stands in nobody's day: there is nothing to arrange around."""
	return not job.fixed or job.planned is not None


def is_past(visit: dict) -> bool:
	begins = datetime.combine(visit["mntc_date"], time.min)
	minutes = visit["start"] if visit["start"] is not None else 24 * 60
	return begins + timedelta(minutes=minutes) < now_datetime()


def tell_proposal(proposal: Proposal, loaded: Loaded, movable: set[str]) -> dict:
	return {
		"changes": [tell_change(change, loaded) for change in proposal.changes if change.job in movable],
		"unplaced": [
			{
				"visit": unplaced.job,
				"customer_name": loaded.visits[unplaced.job]["customer_name"],
				"reasons": tell_rules(unplaced.reasons),
			}
			for unplaced in proposal.unplaced
			if unplaced.job in movable
		],
		"kept": len([name for name in proposal.kept if name in movable]),
		"before": tell_totals(proposal.before),
		"after": tell_totals(proposal.after),
	}


def tell_totals(totals) -> dict:
	return {"travel": round(totals.travel), "waiting": round(totals.waiting), "placed": totals.placed}


def tell_change(change: Change, loaded: Loaded) -> dict:
	visit = loaded.visits[change.job]
	return {
		"visit": change.job,
		"customer_name": visit["customer_name"],
		"before": tell_planned(change.before, loaded),
		"after": tell_planned(change.after, loaded),
		"plan": get_plan(visit, change, loaded),
		"was": get_seen(visit),
	}


def tell_planned(planned: Planned | None, loaded: Loaded) -> dict | None:
	if not planned:
		return None
	start = loaded.to_datetime(planned.start)
	return {
		"technicians": list(planned.technicians),
		"mntc_date": str(start.date()),
		"mntc_time": f"{start:%H:%M}",
	}


def get_plan(visit: dict, change: Change, loaded: Loaded) -> dict:
	"""Return the plan as `moves.place` takes it: rows go from each technician to the one in his place."""
	now = tell_planned(change.after, loaded)
	successor = dict(zip(visit["technicians"], now["technicians"], strict=False))
	first = now["technicians"][0]
	return {
		"mntc_date": now["mntc_date"],
		"mntc_time": now["mntc_time"],
		"technicians": {row["name"]: successor.get(row["service_person"], first) for row in visit["rows"]},
	}
