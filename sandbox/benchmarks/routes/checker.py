"""Verifies routes against an instance, and counts what they cost. It shares no code with what made them.

A route is the nodes in their order, the store among them; it begins and ends at its technician's home.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from .instances import Instance, Request, Technician

ROUNDING = 1e-4

Route = list[int]


def get_faults(instance: Instance, routes: list[Route]) -> list[str]:
	"""Return what is wrong with routes, one for each technician; nothing if they are a solution."""
	visits = Counter(node for route in routes for node in route if node != instance.store)
	faults = [
		f"{request.node} is visited {visits[request.node]} times"
		for request in instance.requests
		if visits[request.node] != 1
	]
	if len(routes) > len(instance.technicians):
		faults.append("more routes than technicians")
	for number, (technician, route) in enumerate(zip(instance.technicians, routes, strict=False)):
		faults += [f"route {number}: {fault}" for fault in get_faults_of_route(instance, technician, route)]
	return faults


def get_faults_of_route(instance: Instance, technician: Technician, route: Route) -> Iterator[str]:
	requests = {request.node: request for request in instance.requests}
	yield from (f"no node {node}" for node in route if node != instance.store and node not in requests)
	asked = [requests.get(node) for node in route]
	yield from get_faults_of_skills(technician, asked)
	before_store = asked[: route.index(instance.store)] if instance.store in route else asked
	yield from get_faults_of_things(technician, [request for request in before_store if request])
	if get_arrivals(instance, technician, route) is None:
		yield "late"


def get_faults_of_skills(technician: Technician, asked: list[Request | None]) -> Iterator[str]:
	for request in asked:
		if request and request.skills - technician.skills:
			yield f"{request.node} asks for a skill that he lacks"


def get_faults_of_things(technician: Technician, asked: list[Request]) -> Iterator[str]:
	for request in asked:
		if request.tools - technician.tools:
			yield f"{request.node} asks for a tool that he lacks"
	used = Counter()
	for request in asked:
		used.update(request.needs)
	yield from (f"too little of part {part}" for part in used if used[part] > technician.stock.get(part, 0))


def get_arrivals(
	instance: Instance, technician: Technician, route: Route, start: float = 0
) -> list[float] | None:
	"""Return when each service begins and when he is home, if he leaves at the start; None if anything is late."""
	requests = {request.node: request for request in instance.requests}
	now, here, times = start, technician.home, []
	for node in route:
		request = requests.get(node) or Request(node, 0, instance.closes, 0)
		now = max(now + instance.get_distance(here, node), request.opens)
		if now > request.closes + ROUNDING:
			return None
		times.append(now)
		now, here = now + request.service, node
	now += instance.get_distance(here, technician.home)
	return [*times, now] if now <= instance.closes + ROUNDING else None


def get_value(instance: Instance, routes: list[Route]) -> float:
	"""Return what the instance counts of routes that are a solution."""
	count = get_duration if instance.counts == "duration" else get_length
	pairs = zip(instance.technicians, routes, strict=False)
	return sum(count(instance, technician, route) for technician, route in pairs if route)


def get_length(instance: Instance, technician: Technician, route: Route) -> float:
	nodes = [technician.home, *route, technician.home]
	return sum(instance.get_distance(node, other) for node, other in pairwise(nodes))


def get_duration(instance: Instance, technician: Technician, route: Route) -> float:
	"""Return the time from leaving home, as late as home is still reached at the earliest, to being home again."""
	home = get_arrivals(instance, technician, route)[-1]
	return home - get_latest_departure(instance, technician, route, home)


def get_latest_departure(instance: Instance, technician: Technician, route: Route, home: float) -> float:
	"""Return when to leave home at the latest to be back by then, counted from the end to the beginning."""
	requests = {request.node: request for request in instance.requests}
	now, here = home, technician.home
	for node in reversed(route):
		request = requests.get(node) or Request(node, 0, instance.closes, 0)
		now = min(now - instance.get_distance(node, here) - request.service, request.closes)
		here = node
	return now - instance.get_distance(technician.home, here)
