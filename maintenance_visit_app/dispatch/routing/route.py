"""One technician's day as a sequence of stops, and what one more would cost, in constant time for each place in it.

The minutes from departure to arrival of a sequence of stops with time windows are three numbers: its shortest duration,
and the earliest and latest departures that give it; two sequences joined have theirs by the formulas in `join`.
(T. Vidal et al. 2013, Computers & Operations Research 40, on time windows, without lateness.)
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .clock import Clock
from .problem import Job, Shift, Weights

# The shortest duration, and the earliest and latest departures that give it
Span = tuple[float, float, float]
# Minutes that sums of fractions may be off
TOLERANCE = 1e-6
# Routes of a day that are kept with what was found out about them
REMEMBERED = 5_000


@dataclass(frozen=True, eq=False)
class Stop:
	"""A job in one of its windows, in working time; one without a job is the store."""

	job: Job | None
	place: int
	minutes: float
	early: float
	late: float
	price: float = 0
	span: Span = field(init=False)

	def __post_init__(self) -> None:
		object.__setattr__(self, "span", (self.minutes, self.early, self.late))


@dataclass(eq=False)
class Day:
	"""A shift made ready for the search: its clock, its stops that never move, and each job's possible stops.

	Home is left and reached again within the hours of work, or as much outside of them as the planned visits have it.
	"""

	shift: Shift
	clock: Clock
	travel: Sequence[Sequence[float]]
	weights: Weights
	stops_of: dict[Job, tuple[Stop, ...]]
	leaves: float
	returns: float
	fixed: tuple[Stop, ...] = ()
	routes: "dict[tuple[Stop, ...], Route | None]" = field(default_factory=dict)


def join(first: Span, drive: float, second: Span) -> Span | None:
	"""Return the span of both with the drive between them; None when the second can't be reached in time."""
	duration, early, late = first
	duration_of_next, opens, closes = second
	reached = duration + drive
	opens, closes = opens - reached, closes - reached
	if early > closes + TOLERANCE:
		return None
	waiting = opens - late if opens > late else 0
	return (
		reached + waiting + duration_of_next,
		(opens if opens > early else early) - waiting,
		closes if closes < late else late,
	)


class Route:
	"""Immutable, so that what was found out about it stays true: `known` keeps the best place of each job asked for."""

	def __init__(self, day: Day, stops: tuple[Stop, ...], spans: list[Span], legs: list[float]) -> None:
		self.day, self.stops, self.legs = day, stops, legs
		self.before = spans
		self.places = [day.shift.home, *(stop.place for stop in stops), day.shift.last_place]
		self.store_at = next((index for index, stop in enumerate(stops) if stop.job is None), None)
		self.work = sum(stop.minutes for stop in stops)
		self.driving = sum(legs)
		# Empty-handed nobody leaves home
		self.travel = self.driving if stops else 0
		self.duration = spans[-1][0] if stops else 0
		self.waiting = self.duration - self.travel - self.work
		weights = day.weights
		self.cost = (
			weights.travel * self.travel + weights.waiting * self.waiting + sum(stop.price for stop in stops)
		)
		self.known: dict = {}

	@cached_property
	def after(self) -> list[Span]:
		return get_spans_to_the_end(self.day, self.stops, self.legs)

	@cached_property
	def opens(self) -> list[float]:
		"""When each place in the route is reached at the earliest: it grows, and tells where a stop comes too late."""
		return [duration + early for duration, early, _late in self.before]

	@cached_property
	def closes(self) -> list[float]:
		"""When what follows has to begin at the latest: it grows, too, and tells where a stop comes too early."""
		return [late for _duration, _early, late in self.after]

	def get_name(self, index: int) -> str | None:
		"""Return the name of the visit that has this place; None at home and at the store."""
		job = self.stops[index].job if 0 <= index < len(self.stops) else None
		return job and job.name


def make_route(day: Day, stops: tuple[Stop, ...]) -> Route | None:
	"""Return the route with these stops in this order; None when one can't be reached in time."""
	if stops not in day.routes:
		if len(day.routes) > REMEMBERED:
			day.routes.clear()
		day.routes[stops] = make_new_route(day, stops)
	return day.routes[stops]


def make_new_route(day: Day, stops: tuple[Stop, ...]) -> Route | None:
	"""This is where the time goes, and in the two that follow: `join` is written out."""
	travel, place = day.travel, day.shift.home
	duration, early, late = span = (0, day.leaves, day.returns)
	spans, legs = [span], []
	for stop in stops:
		leg = travel[place][stop.place]
		reached = duration + leg
		opens, closes = stop.early - reached, stop.late - reached
		if early > closes + TOLERANCE:
			return None
		waiting = opens - late if opens > late else 0
		early = (opens if opens > early else early) - waiting
		late = closes if closes < late else late
		duration = reached + waiting + stop.minutes
		spans.append((duration, early, late))
		legs.append(leg)
		place = stop.place
	legs.append(travel[place][day.shift.last_place])
	spans.append(join(spans[-1], legs[-1], span))
	return Route(day, stops, spans, legs) if spans[-1] else None


def get_spans_to_the_end(day: Day, stops: tuple[Stop, ...], legs: list[float]) -> list[Span]:
	"""Return, for each place in the route, the span of what follows."""
	duration, early, late = span = (0, day.leaves, day.returns)
	spans = [span]
	for stop, leg in zip(reversed(stops), reversed(legs), strict=False):
		reached = stop.minutes + leg
		opens, closes, last = early - reached, late - reached, stop.late
		waiting = opens - last if opens > last else 0
		early = (opens if opens > stop.early else stop.early) - waiting
		late = closes if closes < last else last
		duration += reached + waiting
		spans.append((duration, early, late))
	spans.reverse()
	return spans


def get_prices(route: Route, stop: Stop, first: int = 0, last: int | None = None) -> list[tuple[float, int]]:
	"""Return (price, place in the route) wherever the stop can be put from the first to the last place given."""
	travel, to_next = route.day.travel, route.day.travel[stop.place]
	weights, waiting_weight = route.day.weights.travel - route.day.weights.waiting, route.day.weights.waiting
	spans, legs, places = route.before, route.legs, route.places
	here, minutes, opens, closes = stop.place, stop.minutes, stop.early, stop.late + TOLERANCE
	cost_of_driving = route.driving if not route.stops else 0
	last = min(len(legs) - 1 if last is None else last, bisect_right(route.opens, closes) - 1)
	found = []
	for index in range(max(first, bisect_left(route.closes, opens + minutes)), last + 1):
		duration, early, late = spans[index]
		there = travel[places[index]][here]
		reached = duration + there
		if early + reached > closes:
			break
		waiting = opens - reached - late
		if waiting < 0:
			waiting = 0
		early = (opens - reached if opens - reached > early else early) - waiting
		late = closes - reached if closes - reached < late else late
		onward = to_next[places[index + 1]]
		reached += waiting + minutes + onward
		duration, opens_next, closes_next = route.after[index]
		if early + reached > closes_next + TOLERANCE:
			continue
		if opens_next - reached > late:
			reached = opens_next - late
		drive = there + onward - legs[index] + cost_of_driving
		longer = reached + duration - route.duration - minutes
		found.append((weights * drive + waiting_weight * longer + stop.price, index))
	return found
