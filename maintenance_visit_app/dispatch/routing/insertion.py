"""Where a job goes best: in a route, among all routes; and the trip to the store that a technician needs for it."""

from dataclasses import dataclass

from .problem import Job
from .route import Day, Route, Stop, get_prices, make_route
from .rules import is_in_stock

# Of the places for a job that asks for a trip to the store, the cheapest without that trip are tried
TRIED_WITH_STORE = 1


@dataclass(frozen=True)
class Insertion:
	"""What it costs to put the stop into the route before the stop that has this number."""

	price: float
	index: int
	stop: Stop
	route: Route

	def make(self) -> Route | None:
		return with_store(self.route.day, put(self.route.stops, self.index, self.stop))


def put(stops: tuple[Stop, ...], index: int, stop: Stop) -> tuple[Stop, ...]:
	return (*stops[:index], stop, *stops[index:])


def find_best(route: Route, job: Job) -> Insertion | None:
	"""Return the cheapest way to take the job into the route. A route remembers what it was asked."""
	if job not in route.known:
		route.known[job] = min(find_all(route, job), key=lambda insertion: insertion.price, default=None)
	return route.known[job]


def find_all(route: Route, job: Job) -> list[Insertion]:
	"""Return the ways to take the job into the route, the cheapest place for each window."""
	stops = route.day.stops_of[job]
	if not stops:
		return []
	first = get_first_place(route, job)
	if first is None:
		return [found for stop in stops for found in find_with_store(route, stop)]
	return [
		Insertion(*min(prices), stop, route) for stop in stops if (prices := get_prices(route, stop, first))
	]


def get_first_place(route: Route, job: Job) -> int | None:
	"""Return the first place where the technician has all that the job takes; None when he never has."""
	if is_carried(route, job):
		return 0
	return None if route.store_at is None else route.store_at + 1


def find_with_store(route: Route, stop: Stop) -> list[Insertion]:
	if route.day.shift.store is None:
		return []
	found = []
	for _price, index in sorted(get_prices(route, stop))[:TRIED_WITH_STORE]:
		longer = with_store(route.day, put(route.stops, index, stop))
		if longer:
			found.append(Insertion(longer.cost - route.cost, index, stop, route))
	return found


def with_store(day: Day, stops: tuple[Stop, ...]) -> Route | None:
	"""Return the route, with the trip to the store where it costs least if something isn't carried."""
	if day.shift.store is None:
		return make_route(day, stops)
	jobs = tuple(stop for stop in stops if stop.job)
	route = make_route(day, jobs)
	needed_before = route and get_first_shortage(day, jobs)
	if needed_before is None:
		return route
	store = Stop(None, day.shift.store, 0, day.leaves, day.returns)
	found = get_prices(route, store, 0, needed_before)
	return make_route(day, put(jobs, min(found)[1], store)) if found else None


def get_first_shortage(day: Day, jobs: tuple[Stop, ...]) -> int | None:
	"""Return the place of the first job for which a tool or a part isn't carried from home."""
	used: dict[str, float] = {}
	for index, stop in enumerate(jobs):
		for part, quantity in stop.job.needs.items():
			used[part] = used.get(part, 0) + quantity
		carried = stop.job.tools <= day.shift.tools and is_in_stock(used, day.shift.stock)
		if not carried and not stop.job.fixed:
			return index
	return None


def is_carried(route: Route, job: Job) -> bool:
	"""Tell whether the technician has what the job takes, besides what he needs for those before the store."""
	if not job.tools and not job.needs:
		return True
	return job.tools <= route.day.shift.tools and is_in_stock(job.needs, get_left(route))


def get_left(route: Route) -> dict[str, float]:
	if "left" not in route.known:
		left = dict(route.day.shift.stock)
		for stop in route.stops[: route.store_at]:
			for part, quantity in stop.job.needs.items():
				left[part] = left.get(part, 0) - quantity
		route.known["left"] = left
	return route.known["left"]
