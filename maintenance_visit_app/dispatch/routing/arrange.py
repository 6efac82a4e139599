"""A better plan for some days as a difference to the one that stands: what moves, what that saves, what found no place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from .days import count_broken_rules, is_planned_for, make_shared_days
from .insertion import find_best
from .problem import Job, Planned, Problem
from .route import Day
from .rules import FULL
from .search import Limits, Plan, Search, find_cheapest, get_cost, make_empty_plan
from .slots import find_slots
from .timetable import get_appointments
from .totals import Totals, get_totals

DEFAULT = Limits()


@dataclass(frozen=True)
class Change:
	job: str
	before: Planned | None
	after: Planned


@dataclass(frozen=True)
class Unplaced:
	"""`reasons` tells of how many technicians' days each rule ruled out. A visit that was planned keeps its time."""

	job: str
	reasons: dict[str, int]


@dataclass(frozen=True)
class Proposal:
	changes: list[Change]
	kept: list[str]
	unplaced: list[Unplaced]
	before: Totals
	after: Totals
	technicians: dict[str, tuple[Totals, Totals]]
	stopped: str  # by "rounds" or, against the rule that the same problem has the same proposal, by "seconds"


def arrange(
	problem: Problem,
	limits: Limits = DEFAULT,
	step: float = 5,
	keep_going: Callable[[float], bool] | None = None,
	make_start: Callable[[Problem, Sequence[Day]], Plan] | None = None,
) -> Proposal:
	"""Return a proposal that keeps every rule. Fixed visits stay; of those planned none loses its place.

	The search begins with the plan as it stands or, where that is cheaper, with the one of `make_start`.

	The times of visits of several technicians are found first, one after the other, and stay while the rest is arranged.
	"""
	settled, days, plan = settle_stranded(settle_crews(problem, step))
	starts = [plan, make_start(settled, days)] if make_start else [plan]
	search = Search(settled, days, min(starts, key=partial(get_cost, settled)), limits)
	plan = search.run(keep_going)
	return make_proposal(problem, settled, days, plan, step, search.stopped)


def settle_stranded(problem: Problem) -> tuple[Problem, list[Day], Plan]:
	"""Return the problem with its days and the plan as it stands, in which each planned visit has a place.

	One that is planned against a rule and has no other place stays where it is, and nobody may be given its time.
	"""
	while True:
		days = make_shared_days(problem)
		plan = make_plan_as_it_stands(problem, days)
		stranded = [job for job in plan.absent if job.planned]
		if not stranded:
			return problem, days, plan
		problem = settle(problem, {job.name: replace(job, fixed=True) for job in stranded})


def settle(problem: Problem, settled: dict[str, Job]) -> Problem:
	return replace(problem, jobs=[settled.get(job.name, job) for job in problem.jobs])


def settle_crews(problem: Problem, step: float) -> Problem:
	"""Return the problem with visits of several technicians fixed where they stand, or at their best slot."""
	for job in [job for job in problem.jobs if job.crew > 1 and not job.fixed]:
		if not job.planned or len(job.planned.technicians) < job.crew:
			problem = settle(problem, {job.name: put_into_best_slot(problem, job, step)})
		else:
			problem = settle(problem, {job.name: replace(job, fixed=True)})
	return problem


def put_into_best_slot(problem: Problem, job: Job, step: float) -> Job:
	for slot in find_slots(problem, job, 1, step):
		# With the breaks in it, as what is fixed is taken as it is written
		duration = slot.end - slot.start
		return replace(job, planned=Planned(slot.technicians, slot.start), duration=duration, fixed=True)
	return replace(job, fixed=bool(job.planned))


def make_plan_as_it_stands(problem: Problem, days: Sequence[Day]) -> Plan:
	"""Return the routes of what is planned: at its hour as far as that keeps the rules, else where it costs least."""
	plan = make_empty_plan(problem, days)
	plan.absent = [job for job in plan.absent if job.crew == 1]
	promised = sorted((job for job in plan.absent if job.planned), key=lambda job: job.planned.start)
	for job in promised:
		own = [number for number, day in enumerate(days) if is_planned_for(job, day.shift)]
		found = find_cheapest(plan, own, job)
		if found and found[1].stop.early == found[1].stop.late:
			plan.place(*found)
	for job in promised:
		if job not in plan.place_of and (found := find_cheapest(plan, range(len(days)), job)):
			plan.place(*found)
	plan.absent = [job for job in plan.absent if job not in plan.place_of]
	return plan


def make_proposal(
	problem: Problem, settled: Problem, days: Sequence[Day], plan: Plan, step: float, stopped: str
) -> Proposal:
	before = {job.name: job.planned for job in problem.jobs if job.planned}
	after = {job.name: job.planned for job in settled.jobs if job.planned}
	for appointment in get_appointments(problem.shifts, plan.routes, step):
		if not appointment.job.fixed:
			after[appointment.job.name] = Planned((appointment.technician,), appointment.start)
	fixed = {job.name for job in problem.jobs if job.fixed}
	stranded = [job for job in settled.jobs if job.fixed and job.crew == 1 and job.name not in fixed]
	absent = plan.absent + stranded + [job for job in settled.jobs if job.crew > 1 and not job.planned]
	return Proposal(
		[Change(name, before.get(name), now) for name, now in after.items() if now != before.get(name)],
		[name for name, now in after.items() if now == before.get(name)],
		[Unplaced(job.name, get_reasons(days, plan, job)) for job in absent],
		*get_totals_of_both(problem, before, after),
		stopped,
	)


def get_totals_of_both(
	problem: Problem, before: dict[str, Planned], after: dict[str, Planned]
) -> tuple[Totals, Totals, dict[str, tuple[Totals, Totals]]]:
	first, second = get_totals(problem, before), get_totals(problem, after)
	technicians = dict.fromkeys(shift.technician for shift in problem.shifts)
	beside = {name: (first.get(name, Totals()), second.get(name, Totals())) for name in technicians}
	return sum(first.values(), Totals()), sum(second.values(), Totals()), beside


def get_reasons(days: Sequence[Day], plan: Plan, job: Job) -> dict[str, int]:
	full = sum(bool(route.day.stops_of[job]) and not find_best(route, job) for route in plan.routes)
	return count_broken_rules(days, job) | ({FULL: full} if full else {})
