"""From a route to the hours that people read, rounded as they say them."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .problem import Job
from .route import Route


@dataclass(frozen=True)
class Appointment:
	technician: str
	job: Job
	start: float
	end: float


def get_appointments(routes: Iterable[Route], step: float) -> Iterator[Appointment]:
	"""Yield each visit of the routes with its hours, on full steps of minutes where the next ones allow it."""
	for route in routes:
		yield from get_appointments_of(route, step)


def get_appointments_of(route: Route, step: float) -> Iterator[Appointment]:
	clock, technician = route.day.clock, route.day.shift.technician
	now = route.before[-1][1]
	for number, stop in enumerate(route.stops):
		earliest = max(now + route.legs[number], stop.early)
		start = earliest
		if stop.job and stop.early < stop.late:
			start = round_up(route, earliest, route.after[number][2], step)
		now = start + stop.minutes
		if stop.job:
			yield Appointment(technician, stop.job, clock.to_start(start), clock.to_end(now))


def round_up(route: Route, earliest: float, latest: float, step: float) -> float:
	"""Return the first working time on a full step; the exact one where that would be too late for what follows."""
	clock = route.day.clock
	wall = clock.to_start(earliest)
	rounded = clock.to_working(math.ceil(round(wall / step, 6)) * step)
	return rounded if earliest <= rounded <= latest else earliest
