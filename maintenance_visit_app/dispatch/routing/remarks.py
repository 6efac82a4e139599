"""What is wrong with the plan as it stands, visit by visit: the colours of the board."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .clock import Clock
from .problem import Job, Problem, Shift
from .rules import DAY, RULES, fits_between_breaks

OF_THE_PERSON = [rule for rule in RULES if rule.code not in ("hours", "window")]
# {technician: {number of the day: shift}}
Shifts = dict[str, dict[float, Shift]]
OFF, BREAK, WINDOW, OVERLAP, REACH = "hours", "break", "window", "overlap", "reach"


@dataclass(frozen=True)
class Remark:
	"""`code` is a rule's, or `break`, `overlap`, `reach`: too little time for the drive, by so many `minutes`."""

	job: str
	technician: str
	code: str
	other: str | None = None
	minutes: float | None = None


def get_remarks(problem: Problem) -> list[Remark]:
	"""Return what the planned visits break, those of a technician in the order of their hours."""
	remarks = []
	planned = [job for job in problem.jobs if job.planned]
	shifts = group_by_day(problem.shifts)
	for job in planned:
		remarks += [Remark(job.name, *found) for found in get_remarks_of(shifts, job)]
	for technician, jobs in group_by_technician(planned).items():
		remarks += get_remarks_of_neighbours(problem, technician, jobs)
	return remarks


def group_by_day(shifts: Iterable[Shift]) -> Shifts:
	of_day: Shifts = defaultdict(dict)
	for shift in shifts:
		of_day[shift.technician].setdefault(shift.start // DAY, shift)
	return of_day


def get_remarks_of(shifts: Shifts, job: Job) -> Iterator[tuple[str, str]]:
	"""Yield (technician, code) of what doesn't depend on other visits."""
	start = job.planned.start
	if job.windows and not any(earliest <= start <= latest for earliest, latest in job.windows):
		yield job.planned.technicians[0], WINDOW
	for technician in job.planned.technicians:
		days = shifts.get(technician, {})
		# Who has no shift at all in the problem is not known, rather than off
		if shift := days.get(start // DAY):
			yield from ((technician, code) for code in get_codes(shift, job))
		elif days:
			yield technician, OFF


def get_codes(shift: Shift, job: Job) -> Iterator[str]:
	clock = Clock(shift, shift.breaks)
	yield from (rule.code for rule in OF_THE_PERSON if not rule.is_kept(shift, clock, job))
	start, end = job.planned.start, job.planned.start + job.duration
	if start < shift.start or end > shift.end:
		yield OFF
	elif any(start < to and end > since for since, to in clock.breaks) and fits_between_breaks(clock, job):
		yield BREAK


def group_by_technician(jobs: list[Job]) -> dict[str, list[Job]]:
	groups = defaultdict(list)
	for job in sorted(jobs, key=lambda job: job.planned.start):
		for technician in job.planned.technicians:
			groups[technician].append(job)
	return groups


def get_remarks_of_neighbours(problem: Problem, technician: str, jobs: list[Job]) -> Iterator[Remark]:
	"""Yield the overlaps of each visit with the one that ends last before it, and the drives that don't fit between."""
	last = None
	for job in jobs:
		if last:
			free = job.planned.start - (last.planned.start + last.duration)
			drive = problem.travel[last.place][job.place]
			if free < 0:
				yield Remark(job.name, technician, OVERLAP, last.name, -free)
			elif free < drive and job.planned.start // DAY == last.planned.start // DAY:
				yield Remark(job.name, technician, REACH, last.name, drive - free)
		if last is None or job.planned.start + job.duration > last.planned.start + last.duration:
			last = job
