"""`python3 sandbox benchmark routes --instances FOLDER`: our planning, and pyvroom's, beside published values."""

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from .arguments import add_arguments
from .checker import Route, get_faults, get_value
from .instances import READERS, Instance
from .solvers import get_solvers


@dataclass(frozen=True)
class Result:
	gap: float
	seconds: float
	faults: list[str]


def main() -> None:
	options = add_arguments(argparse.ArgumentParser(description=__doc__)).parse_args()
	for name in options.sets:
		title, read = READERS[name]
		instances = [each for each in read(options.instances) if is_chosen(each, options.only)]
		print(f"\n### {title}: {len(instances)} instances\n")
		print(
			"| Solver | Feasible | Gap, mean | median | worst | Seconds, mean | most |\n|---|---|---|---|---|---|---|"
		)
		for key, solver, solve in get_solvers(options.rounds, options.effort):
			if not options.solvers or key in options.solvers:
				results = [measure(each, solver, solve, options.verbose) for each in instances]
				print(summarise(solver, results), flush=True)
	memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
	print(f"\nProcessor time of one core; {memory:.0f} MB of memory at most.")


def is_chosen(instance: Instance, beginnings: list[str]) -> bool:
	return not beginnings or instance.name.startswith(tuple(beginnings))


def measure(
	instance: Instance, solver: str, solve: Callable[[Instance], list[Route]], verbose: bool
) -> Result:
	"""Solve one instance and have the routes checked."""
	started = time.process_time()
	routes = solve(instance)
	seconds = time.process_time() - started
	faults = get_faults(instance, routes)
	gap = 100 * (get_value(instance, routes) / instance.published - 1)
	if verbose or faults:
		print(
			f"<!-- {instance.name} {solver}: {gap:.2f} %, {seconds:.1f} s {'; '.join(faults[:3])} -->",
			flush=True,
		)
	return Result(gap, seconds, faults)


def summarise(solver: str, results: list[Result]) -> str:
	gaps = [result.gap for result in results if not result.faults]
	seconds = [result.seconds for result in results]
	figures = [statistics.mean(gaps), statistics.median(gaps), max(gaps)] if gaps else []
	cells = [
		solver,
		f"{len(gaps)} of {len(results)}",
		*([f"{figure:.2f} %" for figure in figures] or ["–"] * 3),
		f"{statistics.mean(seconds):.1f}",
		f"{max(seconds):.1f}",
	]
	return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
	main()
