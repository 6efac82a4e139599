"""An instance as a problem of ours, and plans as the routes that the checker reads."""

from collections.abc import Callable

from maintenance_visit_app.dispatch.routing import vroom
from maintenance_visit_app.dispatch.routing.days import make_shared_days
from maintenance_visit_app.dispatch.routing.problem import Job, Problem, Shift, Weights
from maintenance_visit_app.dispatch.routing.search import Limits, Plan, Search, make_empty_plan

from .checker import Route
from .instances import Instance


def make_problem(instance: Instance) -> Problem:
	nodes = range(len(instance.positions))
	return Problem(
		[
			Shift(
				f"technician {number}",
				0,
				instance.closes,
				technician.home,
				skills=technician.skills,
				tools=technician.tools,
				stock=technician.stock,
				store=instance.store,
			)
			for number, technician in enumerate(instance.technicians)
		],
		[
			Job(
				str(request.node),
				request.node,
				request.service,
				((request.opens, request.closes),),
				skills=request.skills,
				tools=request.tools,
				needs=request.needs,
			)
			for request in instance.requests
		],
		[[instance.get_distance(node, other) for other in nodes] for node in nodes],
		# Nobody is to be left out to save a drive, whatever the instance's unit
		Weights(waiting=int(instance.counts == "duration"), delay=0, unplaced=100 * instance.closes),
	)


def get_routes(instance: Instance, plan: Plan) -> list[Route]:
	return [[stop.place for stop in route.stops] for route in plan.routes]


def solve(instance: Instance, rounds: int, with_vroom: bool, effort: int = Limits.effort) -> list[Route]:
	"""Return the routes of our search, or of VROOM with so many rounds of ours after it."""
	problem = make_problem(instance)
	days = make_shared_days(problem)
	plan = vroom.make_plan(problem, days) if with_vroom else make_empty_plan(problem, days)
	if rounds or plan.absent:
		plan = Search(problem, days, plan, Limits(rounds, effort)).run()
	return get_routes(instance, plan)


# A key, a title, and what makes routes
Solver = tuple[str, str, Callable[[Instance], list[Route]]]


def get_solvers(rounds: int, effort: int) -> list[Solver]:
	solvers = [("own", f"own, {rounds:,} rounds", lambda instance: solve(instance, rounds, False, effort))]
	if vroom.is_installed():
		solvers += [
			("pyvroom", "pyvroom", lambda instance: solve(instance, 0, True, effort)),
			(
				"both",
				f"pyvroom, then {rounds:,} rounds",
				lambda instance: solve(instance, rounds, True, effort),
			),
		]
	return solvers
