"""What a plan comes to, right or wrong: driving, waiting and visits, for each technician."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from .problem import Job, Planned, Problem, Shift
from .rules import DAY


@dataclass(frozen=True)
class Totals:
	"""Minutes of driving and of waiting between visits, and the number of visits."""

	travel: float = 0
	waiting: float = 0
	placed: int = 0

	def __add__(self, other: "Totals") -> "Totals":
		return Totals(self.travel + other.travel, self.waiting + other.waiting, self.placed + other.placed)


def get_totals(problem: Problem, plans: dict[str, Planned]) -> dict[str, Totals]:
	"""Return {technician: totals} of visits planned by their names."""
	jobs = {job.name: job for job in problem.jobs}
	visits: dict[tuple[str, float], list[tuple[float, Job]]] = defaultdict(list)
	for name, planned in plans.items():
		for technician in planned.technicians:
			visits[technician, planned.start // DAY].append((planned.start, jobs[name]))
	totals: dict[str, Totals] = defaultdict(Totals)
	for shift in problem.shifts:
		day = visits.pop((shift.technician, shift.start // DAY), [])
		totals[shift.technician] += get_totals_of_day(problem, shift, day)
	return totals


def get_totals_of_day(problem: Problem, shift: Shift, visits: list[tuple[float, Job]]) -> Totals:
	if not visits:
		return Totals()
	visits = sorted(visits, key=lambda visit: visit[0])
	places = [shift.home, *(job.place for _start, job in visits), shift.last_place]
	legs = [problem.travel[place][following] for place, following in pairwise(places)]
	waiting = 0.0
	for ((start, job), (next_start, _next_job)), leg in zip(pairwise(visits), legs[1:-1], strict=True):
		free = next_start - start - job.duration - leg
		waiting += max(
			free - sum(get_overlap(rest, start + job.duration, next_start) for rest in shift.breaks), 0
		)
	return Totals(sum(legs), waiting, len(visits))


def get_overlap(rest: tuple[float, float], start: float, end: float) -> float:
	return max(min(rest[1], end) - max(rest[0], start), 0)
