"""A better plan for some days as a difference to the one that stands: what moves, what that saves, what found no place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .days import count_broken_rules, is_planned_for, make_days
from .insertion import find_best
from .problem import Job, Planned, Problem
from .route import Day, make_route
from .rules import FULL
from .search import Limits, Plan, Search
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
) -> Proposal:
	"""Return a proposal that keeps every rule. Fixed visits stay; of those planned none loses its place.

	The times of visits of several technicians are found first, one after the other, and stay while the rest is arranged.
	"""
	settled = settle_crews(problem, step)
	while True:
		days = make_days(settled)
		search = Search(settled, days, make_plan_as_it_stands(settled, days), limits)
		plan = search.run(keep_going)
		stranded = [job for job in plan.absent if job.planned]
		if not stranded:
			return make_proposal(problem, settled, days, plan, step, search.stopped)
		# Planned against a rule, and without another place: it stays, and nobody may be given its time
		settled = settle(settled, {job.name: replace(job, fixed=True) for job in stranded})


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
	"""Return the routes of what is planned, as far as it keeps the rules."""
	movable = [job for job in problem.jobs if not (job.fixed and job.planned) and job.crew == 1]
	routes = [make_route(day, day.fixed) for day in days]
	plan = Plan(routes, [])
	for job in sorted(movable, key=lambda job: job.planned.start if job.planned else 0):
		number = next((number for number, day in enumerate(days) if is_planned_for(job, day.shift)), None)
		found = find_best(plan.routes[number], job) if number is not None else None
		longer = found and found.stop.early == found.stop.late and found.make()
		if longer:
			plan.routes[number] = longer
			plan.place_of[job] = number
		else:
			plan.absent.append(job)
	return plan


def make_proposal(
	problem: Problem, settled: Problem, days: Sequence[Day], plan: Plan, step: float, stopped: str
) -> Proposal:
	before = {job.name: job.planned for job in problem.jobs if job.planned}
	after = {job.name: job.planned for job in settled.jobs if job.planned}
	for appointment in get_appointments(plan.routes, step):
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
