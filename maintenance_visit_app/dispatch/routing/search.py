"""Ruin and recreate: tear neighbouring visits out of the plan, put each back where it costs least, keep what is good.

After J. Christiaens and G. Vanden Berghe 2020, Transportation Science 54(2), "Slack Induction by String Removals", with
simulated annealing. Random numbers come from a seed and the end is a number of rounds: the same problem has the same plan.
"""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from .insertion import Insertion, find_best, with_store
from .problem import Job, Problem
from .route import Day, Route, make_route

REMOVED = 10  # visits in a round, on average
LONGEST_STRING = 10
SPLIT = 0.5  # how often a string leaves some in its middle standing
BLINK = 0.01  # how often a technician is overlooked
NEIGHBOURS = 200
TRIED_AGAIN = 10
# With more days than these a visit is put where its nearest are, or into an empty one
MANY_DAYS, NEAREST = 40, 60
# Of a visit's average cost: by how much a plan may be worse than the last and still be gone on with
HOT, COLD = 3, 0.02
ROUNDS_BETWEEN_LOOKS = 50
# What it takes to look at a route at all, in places, and to make a new one, for each place in it
COST_OF_LOOKING, COST_OF_PLACING = 10, 5


class Cancelled(Exception):
	"""The search was told to stop: there is no plan."""


@dataclass
class Plan:
	"""Routes by the number of their shift, and the jobs that have no place. `effort` counts what was looked at for it."""

	routes: list[Route]
	absent: list[Job]
	place_of: dict[Job, int] = field(default_factory=dict)
	effort: int = 0

	def place(self, number: int, insertion: Insertion) -> bool:
		"""Put a job into the route of this number, if it still can be."""
		longer = insertion.make()
		if longer:
			self.routes[number] = longer
			self.place_of[insertion.stop.job] = number
			self.effort += COST_OF_PLACING * len(longer.legs)
		return bool(longer)

	def copy(self) -> "Plan":
		return Plan(self.routes.copy(), self.absent.copy(), self.place_of.copy())


@dataclass(frozen=True)
class Limits:
	"""`effort` is how many places in routes are looked at for each job, so that long routes take no longer than short ones.

	`seconds` is a bound for emergencies: a plan that met it depends on the machine's load.
	"""

	rounds: int = 2_000
	effort: int = 18_000
	seconds: float | None = None
	seed: int = 1


def find_cheapest(plan: Plan, numbers: Iterable[int], job: Job) -> tuple[int, Insertion] | None:
	"""Return the number of the route that takes the job at the least cost, and how."""
	best = None
	for number in numbers:
		route = plan.routes[number]
		if job in route.known:
			found = route.known[job]
		else:
			found = find_best(route, job)
			plan.effort += len(route.legs) + COST_OF_LOOKING
		if found and (best is None or found.price < best[1].price):
			best = number, found
	return best


def get_cost(problem: Problem, plan: Plan) -> float:
	unplaced = sum(problem.weights.of_unplaced(job) for job in plan.absent)
	return sum(route.cost for route in plan.routes) + unplaced


class Search:
	def __init__(self, problem: Problem, days: Sequence[Day], plan: Plan, limits: Limits) -> None:
		self.problem, self.limits, self.days = problem, limits, days
		self.random = Random(limits.seed)
		self.jobs = [job for job in problem.jobs if job in plan.place_of or job in plan.absent]
		self.allowed = {
			job: [number for number, day in enumerate(days) if day.stops_of[job]] for job in self.jobs
		}
		self.near = {job: self.get_near(job) for job in self.jobs}
		self.plan = plan
		self.best = plan
		self.best_cost = self.cost = get_cost(problem, plan)
		self.effort = 0
		self.stopped = "rounds"

	def get_near(self, job: Job) -> list[Job]:
		drives = self.problem.travel[job.place]
		return sorted(self.jobs, key=lambda other: drives[other.place])[:NEIGHBOURS]

	def run(self, keep_going: Callable[[float], bool] | None = None) -> Plan:
		"""Return the best plan found. `keep_going` is given the share done, and raises Cancelled by saying no."""
		if not self.jobs:
			return self.best
		started = time.monotonic()
		self.consider(self.recreate(self.plan.copy()), 0)
		number = self.effort = 0
		while (share := self.get_share(number)) < 1:
			if number % ROUNDS_BETWEEN_LOOKS == 0:
				if keep_going and not keep_going(share):
					raise Cancelled
				if self.limits.seconds and time.monotonic() - started > self.limits.seconds:
					self.stopped = "seconds"
					break
			plan = self.recreate(self.ruin(self.plan.copy()), len(self.plan.absent))
			self.consider(plan, self.get_tolerance(share))
			number += 1
		return self.best

	def get_share(self, number: int) -> float:
		"""Return how much is done: of the rounds, or of the effort where that is more."""
		return max(number / self.limits.rounds, self.effort / (self.limits.effort * len(self.jobs)))

	def get_tolerance(self, share: float) -> float:
		"""Return by how much the next plan may be worse: less and less."""
		per_job = sum(route.cost for route in self.best.routes) / len(self.jobs)
		return -math.log(1 - self.random.random()) * per_job * HOT * (COLD / HOT) ** share

	def consider(self, plan: Plan, tolerance: float) -> None:
		cost = get_cost(self.problem, plan)
		self.effort += plan.effort
		if cost < self.cost + tolerance:
			self.plan, self.cost = plan, cost
		if cost < self.best_cost:
			self.best, self.best_cost = plan, cost

	def ruin(self, plan: Plan) -> Plan:
		"""Take strings of visits near each other out of some routes."""
		used = [route for route in plan.routes if route.stops]
		longest = min(LONGEST_STRING, len(plan.place_of) / max(len(used), 1))
		strings = int(self.random.uniform(1, 4 * REMOVED / (1 + longest)))
		torn: set[int] = set()
		for job in self.near[self.random.choice(self.jobs)]:
			number = plan.place_of.get(job)
			if number is not None and number not in torn:
				self.tear(plan, number, job, longest)
				torn.add(number)
				if len(torn) >= strings:
					break
		return plan

	def tear(self, plan: Plan, number: int, job: Job, longest: float) -> None:
		"""Take a string with the job in it out of a route; what is fixed stays."""
		route = plan.routes[number]
		jobs = [stop.job for stop in route.stops if stop.job and not stop.job.fixed]
		removed = self.choose_string(jobs, jobs.index(job), longest)
		shorter = with_store(route.day, tuple(stop for stop in route.stops if stop.job not in removed))
		# Where a detour is quicker than the way itself, a route with one stop less may be late
		if shorter:
			plan.routes[number] = shorter
			for each in jobs:
				if each in removed:
					del plan.place_of[each]
					plan.absent.append(each)

	def choose_string(self, jobs: list[Job], at: int, longest: float) -> set[Job]:
		length = int(self.random.uniform(1, min(len(jobs), longest) + 1))
		left = 0
		if 1 < length < len(jobs) and self.random.random() < SPLIT:
			left = (
				self.random.randint(1, len(jobs) - length)
				if len(jobs) - length < 4
				else self.random.randint(1, 4)
			)
		first = self.random.randint(max(0, at - length - left + 1), min(at, len(jobs) - length - left))
		string = jobs[first : first + length + left]
		if left:
			middle = self.random.randint(1, length - 1)
			del string[middle : middle + left]
		return set(string)

	def recreate(self, plan: Plan, left_out: int = 0) -> Plan:
		"""Put each visit that has no place where it costs least, in an order that changes.

		Of those that had none before, which come first in the list, a few are tried again.
		"""
		tried = (
			self.random.sample(plan.absent[:left_out], min(left_out, TRIED_AGAIN)) + plan.absent[left_out:]
		)
		plan.absent = [job for job in plan.absent[:left_out] if job not in tried]
		for job in self.in_some_order(tried):
			looked_at = [number for number in self.get_days(plan, job) if self.random.random() >= BLINK]
			best = find_cheapest(plan, looked_at, job)
			worth = self.problem.weights.of_unplaced(job)
			if not (best and best[1].price < worth and plan.place(*best)):
				plan.absent.append(job)
		return plan

	def get_days(self, plan: Plan, job: Job) -> Iterable[int]:
		"""Return the days to look at: of many those of the nearest visits, and of empty ones one of each kind."""
		allowed = self.allowed[job]
		if len(allowed) <= MANY_DAYS:
			return allowed
		near = {plan.place_of.get(other) for other in self.near[job][:NEAREST]}
		empty = {
			id(self.days[number]): number for number in reversed(allowed) if not plan.routes[number].stops
		}
		chosen = near.union(empty.values())
		return [number for number in allowed if number in chosen]

	def in_some_order(self, jobs: list[Job]) -> list[Job]:
		jobs = jobs.copy()
		self.random.shuffle(jobs)
		order = self.random.choices((None, by_width, by_opening, by_reverse_closing), (4, 4, 2, 2))[0]
		return sorted(jobs, key=order) if order else jobs


def by_width(job: Job) -> float:
	return sum(end - start for start, end in job.windows) if job.windows else math.inf


def by_opening(job: Job) -> float:
	return min((start for start, _end in job.windows), default=0)


def by_reverse_closing(job: Job) -> float:
	return -max((end for _start, end in job.windows), default=math.inf)


def make_empty_plan(problem: Problem, days: Sequence[Day]) -> Plan:
	"""Return the plan with the fixed jobs only."""
	return Plan(
		[make_route(day, day.fixed) for day in days],
		[job for job in problem.jobs if not (job.fixed and job.planned)],
	)
