"""Shifts made ready for the search: which job may stand where in which shift, and what stands there already."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from math import ceil

from .clock import Clock
from .problem import Job, Problem, Shift, Window
from .route import Day, Stop, make_route
from .rules import DAY, fits_between_breaks, get_broken_rule, get_starts


class Stops(dict):
	"""A shift's possible stops of a job, worked out when first asked for; none where a rule is in the way."""

	def __init__(self, shift: Shift, clock: Clock, problem: Problem) -> None:
		self.shift, self.clock, self.problem = shift, clock, problem

	def __missing__(self, job: Job) -> tuple[Stop, ...]:
		stops = ()
		if not get_broken_rule(self.shift, self.clock, job):
			starts = get_starts(self.clock, job)
			delay = get_price_of_delay(self.problem, self.shift, job)
			moved = self.problem.weights.moved if job.planned else 0
			stops = tuple(Stop(job, job.place, job.duration, *window, delay + moved) for window in starts)
			told = self.clock.to_working(job.planned.start) if is_planned_for(job, self.shift) else None
			if told is not None and any(early <= told <= late for early, late in starts):
				stops = (Stop(job, job.place, job.duration, told, told, delay), *stops)
		self[job] = stops
		return stops


def get_price_of_delay(problem: Problem, shift: Shift, job: Job) -> float:
	"""Return what it costs that the job is done on a later day than it could be."""
	earliest = min((start for start, _end in job.windows), default=0)
	first_day = max(earliest, min(each.start for each in problem.shifts)) // DAY
	return problem.weights.delay * (1 + job.priority) * max(shift.start // DAY - first_day, 0)


def is_planned_for(job: Job, shift: Shift) -> bool:
	"""Tell whether the job stands in this very shift now."""
	planned = job.planned
	return bool(
		planned and shift.technician in planned.technicians and planned.start // DAY == shift.start // DAY
	)


def make_days(problem: Problem) -> list[Day]:
	"""Return a day for each shift, with the fixed jobs in it."""
	planned = get_planned(problem)
	return [
		make_day(problem, shift, planned[shift.technician, shift.start // DAY]) for shift in problem.shifts
	]


def make_shared_days(problem: Problem) -> list[Day]:
	"""Return the same, with one Day for all shifts that are alike: its `shift` may be another technician's.

	What is found out about the day of one is known of all: a thousand visits of 250 equal vehicles stay small.
	"""
	planned = get_planned(problem)
	named = {technician for job in problem.jobs for technician in job.technicians}
	days: dict[tuple, Day] = {}
	shared = []
	for shift in problem.shifts:
		of_shift = planned[shift.technician, shift.start // DAY]
		is_of_its_own = bool(of_shift) or shift.technician in named
		key = (shift.technician if is_of_its_own else None, *get_likeness(shift))
		if key not in days:
			days[key] = make_day(problem, shift, of_shift)
		shared.append(days[key])
	return shared


def get_likeness(shift: Shift) -> tuple:
	"""Return all of a shift but whose it is."""
	values = {field.name: getattr(shift, field.name) for field in fields(shift)} | {"technician": None}
	return tuple({**values, "stock": frozenset(shift.stock.items())}.values())


def get_planned(problem: Problem) -> dict[tuple[str, float], list[Job]]:
	"""Return {(technician, day): its planned jobs in their order}. A fixed one is on each day that it reaches into."""
	planned: dict[tuple[str, float], list[Job]] = defaultdict(list)
	for job in sorted((job for job in problem.jobs if job.planned), key=lambda job: job.planned.start):
		first = int(job.planned.start // DAY)
		following = ceil((job.planned.start + job.duration) / DAY) if job.fixed else 0
		for day in range(first, max(following, first + 1)):
			for technician in job.planned.technicians:
				planned[technician, day].append(job)
	return planned


def make_day(problem: Problem, shift: Shift, planned: list[Job]) -> Day:
	"""Return the shift's day. Fixed jobs that can't all be kept, as when two overlap, only take their time from it."""
	parts = {job: part for job in planned if (part := get_part(shift, job))}
	kept, breaks = [job for job in parts if job.fixed], shift.breaks
	while True:
		clock = Clock(shift, breaks)
		hours = get_hours_away(problem, shift, clock, parts)
		day = Day(shift, clock, problem.travel, problem.weights, Stops(shift, clock, problem), *hours)
		day.fixed = tuple(make_fixed_stop(clock, job, parts[job]) for job in kept)
		in_the_way = get_first_in_the_way(day)
		if not in_the_way:
			return day
		kept = [job for job in kept if job is not in_the_way]
		breaks = (*breaks, parts[in_the_way])


def get_part(shift: Shift, job: Job) -> Window | None:
	"""Return when a planned job takes the technician on that day; None where it began earlier and is done before work."""
	start, end = job.planned.start, job.planned.start + job.duration
	if start // DAY < shift.start // DAY:
		return (shift.start, end) if end > shift.start else None
	return start, max(end, get_end_after_breaks(shift, job))


def get_end_after_breaks(shift: Shift, job: Job) -> float:
	"""Return when work is done that goes on after a break, where that is within the hours; else when it begins.

	Several technicians' breaks are in what is written of their common visits.
	"""
	clock = Clock(shift, shift.breaks)
	end = clock.to_end(clock.to_working(job.planned.start) + job.duration)
	goes_on = job.crew == 1 and end <= shift.end and not fits_between_breaks(clock, job)
	return end if goes_on else job.planned.start


def get_hours_away(
	problem: Problem, shift: Shift, clock: Clock, parts: dict[Job, Window]
) -> tuple[float, float]:
	"""Return when home is left at the earliest and reached again at the latest, in working time."""
	travel, (leaves, returns) = problem.travel, (clock.start, clock.end)
	for job, part in parts.items():
		start, end = map(clock.to_working, part)
		leaves = min(leaves, start - travel[shift.home][job.place])
		returns = max(returns, end + travel[job.place][shift.last_place])
	return leaves, returns


def make_fixed_stop(clock: Clock, job: Job, part: Window) -> Stop:
	start, end = map(clock.to_working, part)
	return Stop(job, job.place, end - start, start, start)


def get_first_in_the_way(day: Day) -> Job | None:
	"""Return the first fixed job that can't follow those before it, or can't be there at its time at all."""
	for number, stop in enumerate(day.fixed, 1):
		if not make_route(day, day.fixed[:number]):
			return stop.job
	return None


def count_broken_rules(days: Sequence[Day], job: Job) -> dict[str, int]:
	"""Return how many days each rule rules out for the job."""
	broken: dict[str, int] = {}
	for day in days:
		if code := get_broken_rule(day.shift, day.clock, job):
			broken[code] = broken.get(code, 0) + 1
	return broken
