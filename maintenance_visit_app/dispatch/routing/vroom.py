"""VROOM's plan to begin with, where the optional package is installed: `pip install maintenance_visit_app[routing]`.

Only who goes in which order is taken from it; hours and rules are ours, so that whatever it says no rule is broken.
"""

from collections.abc import Sequence
from importlib.util import find_spec

from .clock import Clock, merge
from .insertion import get_first_place, put, with_store
from .problem import Job, Problem, Window
from .route import Day, get_prices
from .search import Plan, make_empty_plan

# VROOM counts in whole seconds
SECONDS = 60
EXPLORATION = 5  # the most thorough


def is_installed() -> bool:
	return find_spec("vroom") is not None


def make_plan(problem: Problem, days: Sequence[Day]) -> Plan:
	"""Return VROOM's plan as far as it keeps our rules; what it leaves out, or can't know of, is absent."""
	plan = make_empty_plan(problem, days)
	for number, jobs in ask(problem, days, plan.absent):
		first = 0
		for job in jobs:
			first = append(plan, number, job, first)
	plan.absent = [job for job in plan.absent if job not in plan.place_of]
	return plan


def ask(problem: Problem, days: Sequence[Day], jobs: Sequence[Job]) -> list[tuple[int, list[Job]]]:
	"""Return (number of a day, its jobs in their order)."""
	import vroom

	# Who can have what he lacks on the way is asked for no parts
	has_store = any(day.shift.store is not None for day in days)
	parts = [] if has_store else sorted({part for job in jobs for part in job.needs})
	question = vroom.Input()
	question.set_durations_matrix("car", get_seconds(problem, days, jobs))
	question.add_vehicle([make_vehicle(number, day, jobs, parts) for number, day in enumerate(days)])
	question.add_job([make_job(number, job, parts) for number, job in enumerate(jobs)])
	answer = question.solve(exploration_level=EXPLORATION, nb_threads=1).to_dict()
	return [
		(route["vehicle"], [jobs[step["id"]] for step in route["steps"] if step["type"] == "job"])
		for route in answer["routes"]
	]


def get_seconds(problem: Problem, days: Sequence[Day], jobs: Sequence[Job]):
	import numpy

	places = [place for day in days for place in (day.shift.home, day.shift.last_place)]
	numbers = range(1 + max(places + [job.place for job in jobs]))
	rows = [[round(problem.travel[place][other] * SECONDS) for other in numbers] for place in numbers]
	return numpy.array(rows, dtype=numpy.uint32)


def make_vehicle(number: int, day: Day, jobs: Sequence[Job], parts: Sequence[str]):
	from vroom import Vehicle

	shift = day.shift
	fixed = [(stop.job.planned.start, stop.job.planned.start + stop.job.duration) for stop in day.fixed]
	return Vehicle(
		number,
		start=shift.home,
		end=shift.last_place,
		time_window=get_window(shift.start, shift.end),
		# Each job asks for a skill of its own, which those have whom our rules allow it
		skills={position for position, job in enumerate(jobs) if day.stops_of[job]},
		capacity=[round(shift.stock.get(part, 0)) for part in parts],
		breaks=[make_break(*taken) for taken in enumerate(Clock(shift, (*day.clock.breaks, *fixed)).breaks)],
	)


def make_break(number: int, taken: Window):
	from vroom import Break

	start, end = taken
	return Break(number, [get_window(start, start)], service=round((end - start) * SECONDS))


def make_job(number: int, job: Job, parts: Sequence[str]):
	import vroom

	return vroom.Job(
		number,
		location=job.place,
		default_service=round(job.duration * SECONDS),
		delivery=[round(job.needs.get(part, 0)) for part in parts],
		skills={number},
		priority=min(25 * job.priority, 100),
		time_windows=[get_window(*window) for window in merge(job.windows)],
	)


def get_window(start: float, end: float):
	from vroom import TimeWindow

	return TimeWindow(round(start * SECONDS), round(end * SECONDS))


def append(plan: Plan, number: int, job: Job, first: int) -> int:
	"""Put the job into the route, at this place or the next one that keeps the rules; return the place after it."""
	route = plan.routes[number]
	carried = get_first_place(route, job)
	first = max(first, carried or 0)
	for stop in route.day.stops_of[job]:
		for _price, index in sorted(get_prices(route, stop, first), key=lambda found: found[1]):
			longer = with_store(route.day, put(route.stops, index, stop))
			if longer:
				plan.routes[number] = longer
				plan.place_of[job] = number
				return longer.stops.index(stop) + 1
	return first
