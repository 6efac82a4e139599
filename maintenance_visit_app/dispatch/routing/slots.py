"""The best times for one more visit among those that stand: none of them moves."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .days import count_broken_rules, make_days
from .insertion import get_first_place
from .problem import Job, Problem
from .route import Day, Route, Stop, get_prices, make_route
from .rules import FULL


@dataclass(frozen=True)
class Slot:
	"""When to come, and what it costs: `travel` are the minutes of driving more, `price` all that was weighed."""

	technicians: tuple[str, ...]
	start: float
	end: float
	travel: float
	price: float
	after: str | None
	before: str | None


@dataclass(frozen=True)
class Opening:
	"""A stretch of a technician's day in which the visit can begin, in working time, between two stops or none."""

	day: Day
	first: float
	last: float
	travel: float
	price: float
	after: str | None
	before: str | None

	def is_open_at(self, wall: float) -> bool:
		clock = self.day.clock
		working = clock.to_working(wall)
		return self.first <= working <= self.last and clock.to_start(working) == wall

	def get_start(self, step: float) -> float:
		"""Return the hour to offer: right after the visit before, or right before the next one if it is the day's first."""
		clock = self.day.clock
		exact, to_step = (
			(self.last, math.floor) if self.before and not self.after else (self.first, math.ceil)
		)
		wall = clock.to_start(exact)
		rounded = to_step(round(wall / step, 6)) * step
		return rounded if self.is_open_at(rounded) else wall


def find_slots(problem: Problem, job: Job, number: int = 5, step: float = 15) -> list[Slot]:
	"""Return the cheapest slots, the best first; of equal ones the earliest."""
	openings = [
		opening for day in make_days(as_it_stands(problem, job)) for opening in get_openings(day, job)
	]
	if job.crew == 1:
		slots = [make_slot([opening], opening.get_start(step), job) for opening in openings]
	else:
		slots = list(get_slots_of_crew(openings, job, step))
	return sorted(slots, key=lambda slot: (slot.price, slot.start, slot.technicians))[:number]


def explain(problem: Problem, job: Job) -> dict[str, int]:
	"""Return how many technicians' days each rule rules out: why there is no slot, or why there are few."""
	days = make_days(as_it_stands(problem, job))
	full = sum(bool(day.stops_of[job]) and not any(get_openings(day, job)) for day in days)
	return count_broken_rules(days, job) | ({FULL: full} if full else {})


def as_it_stands(problem: Problem, job: Job) -> Problem:
	"""Return the problem with all planned visits but this one fixed."""
	standing = [replace(each, fixed=True) for each in problem.jobs if each.planned and each.name != job.name]
	return replace(problem, jobs=standing)


def get_openings(day: Day, job: Job) -> Iterator[Opening]:
	"""Yield the openings of a day; a trip to the store for the visit is not thought of."""
	stops = day.stops_of[job]
	route = make_route(day, day.fixed) if stops else None
	first = get_first_place(route, job) if route else None
	if first is not None:
		for stop in stops:
			for price, index in get_prices(route, stop, first):
				yield make_opening(route, stop, price, index)


def make_opening(route: Route, stop: Stop, price: float, index: int) -> Opening:
	there = route.day.travel[route.places[index]][stop.place]
	onward = route.day.travel[stop.place][route.places[index + 1]]
	first = max(stop.early, route.opens[index] + there)
	return Opening(
		route.day,
		first,
		max(min(stop.late, route.closes[index] - onward - stop.minutes), first),
		there + onward - (route.legs[index] if route.stops else 0),
		price,
		route.get_name(index - 1),
		route.get_name(index),
	)


def get_slots_of_crew(openings: list[Opening], job: Job, step: float) -> Iterator[Slot]:
	"""Yield a slot for each hour at which enough technicians can begin together: the cheapest of them."""
	for start in sorted({opening.get_start(step) for opening in openings}):
		cheapest: dict[str, Opening] = {}
		for opening in sorted(openings, key=lambda opening: opening.price):
			if opening.is_open_at(start):
				cheapest.setdefault(opening.day.shift.technician, opening)
		if len(cheapest) >= job.crew:
			yield make_slot(list(cheapest.values())[: job.crew], start, job)


def make_slot(openings: list[Opening], start: float, job: Job) -> Slot:
	clocks = [opening.day.clock for opening in openings]
	return Slot(
		tuple(opening.day.shift.technician for opening in openings),
		start,
		max(clock.to_end(clock.to_working(start) + job.duration) for clock in clocks),
		sum(opening.travel for opening in openings),
		sum(opening.price for opening in openings),
		openings[0].after,
		openings[0].before,
	)
