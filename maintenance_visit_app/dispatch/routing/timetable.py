"""From a route to the hours that people read, rounded as they say them."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .problem import Job, Shift
from .route import Day, Route


@dataclass(frozen=True)
class Appointment:
	technician: str
	job: Job
	start: float
	end: float


def get_appointments(shifts: Iterable[Shift], routes: Iterable[Route], step: float) -> Iterator[Appointment]:
	"""Yield each visit of the shifts' routes with its hours, on full steps of minutes where the next ones allow it."""
	for shift, route in zip(shifts, routes, strict=True):
		yield from get_appointments_of(shift.technician, route, step)


def get_appointments_of(technician: str, route: Route, step: float) -> Iterator[Appointment]:
	"""Yield the visits of a route, begun as late as it takes no longer: nobody waits who can leave home later."""
	day = route.day
	free, leaves = day.leaves, route.before[-1][1]
	for number, stop in enumerate(route.stops):
		soonest = max(free + route.legs[number], stop.early)
		wanted = max(leaves + route.legs[number], soonest) if number == 0 else soonest
		start = choose_start(day, soonest, wanted, route.after[number][2], step)
		free = start + stop.minutes
		if stop.job:
			yield Appointment(technician, stop.job, day.clock.to_start(start), day.clock.to_end(free))


def choose_start(day: Day, soonest: float, wanted: float, latest: float, step: float) -> float:
	"""Return the working time on a full step at or after the wanted one, or else before; the wanted one if neither can be."""
	clock = day.clock
	steps = round(clock.to_start(wanted) / step, 6)
	for rounded in (math.ceil(steps), math.floor(steps)):
		start = clock.to_working(rounded * step)
		if soonest <= start <= latest:
			return start
	return wanted
