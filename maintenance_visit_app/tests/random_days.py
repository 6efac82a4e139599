"""Days of technicians and visits, made up: the same for the same seed, with what makes planning hard in all of them."""

from dataclasses import replace
from random import Random

from maintenance_visit_app.dispatch.routing.problem import Job, Planned, Problem, Shift
from maintenance_visit_app.dispatch.routing.travel import Matrix

SKILLS = ("gas", "electricity", "refrigeration")
TERRITORIES = ("North", "South")
DAY = 24 * 60
OPENS, LUNCH, LUNCH_ENDS, CLOSES = 8 * 60, 12 * 60, 13 * 60, 17 * 60


def make_random_problem(seed: int, technicians: int = 4, days: int = 2, jobs: int = 18) -> Problem:
	random = Random(seed)
	positions = [
		(45.1 + random.random() / 4, 5.6 + random.random() / 4) for _place in range(technicians + jobs)
	]
	positions[-1] = None
	shifts = [make_shift(random, number, day) for number in range(technicians) for day in range(days)]
	visits = [make_visit(random, number, technicians, shifts) for number in range(jobs)]
	return Problem(shifts, visits, Matrix(positions))


def make_shift(random: Random, number: int, day: int) -> Shift:
	starts = day * DAY
	breaks = [(starts + LUNCH, starts + LUNCH_ENDS)]
	if random.random() < 0.2:
		leave = starts + random.randrange(OPENS, CLOSES, 30)
		breaks.append((leave, leave + 90))
	return Shift(
		f"technician {number}",
		starts + OPENS,
		starts + CLOSES,
		number,
		breaks=tuple(breaks),
		skills=frozenset(SKILLS[: 1 + number % len(SKILLS)]),
		territories=None if number % 3 else frozenset(TERRITORIES[: 1 + number % 2]),
	)


def make_visit(random: Random, number: int, technicians: int, shifts: list[Shift]) -> Job:
	planned = make_plan(random, shifts) if random.random() < 0.5 else None
	return Job(
		f"visit {number}",
		technicians + number,
		random.choice((30, 60, 90, 120, 300)),
		make_windows(random, shifts),
		skills=frozenset(random.sample(SKILLS, 1)) if random.random() < 0.4 else frozenset(),
		territory=random.choice((None, *TERRITORIES)),
		crew=1 + (random.random() < 0.1),
		priority=random.randrange(4),
		planned=planned,
		fixed=planned is not None and random.random() < 0.3,
	)


def make_long(problem: Problem) -> Problem:
	"""Return the problem with each second of its standing visits going on over night, or for two nights."""
	fixed = [job for job in problem.jobs if job.fixed]
	hours = {job.name: 16 + 24 * (number % 4 // 2) for number, job in enumerate(fixed) if number % 2}
	jobs = [replace(job, duration=60 * hours.get(job.name, job.duration / 60)) for job in problem.jobs]
	return replace(problem, jobs=jobs)


def make_plan(random: Random, shifts: list[Shift]) -> Planned:
	shift = random.choice(shifts)
	return Planned((shift.technician,), random.randrange(int(shift.start), int(shift.end) - 30, 15))


def make_windows(random: Random, shifts: list[Shift]) -> tuple[tuple[float, float], ...]:
	if random.random() < 0.5:
		return ()
	chosen = random.sample(shifts, 2)
	return tuple((shift.start + random.randrange(0, 300), shift.end - 60) for shift in chosen)
