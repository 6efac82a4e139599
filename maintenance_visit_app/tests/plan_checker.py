"""Verifies a proposal by the wall's clock, minute by minute where it must. It shares no code with what made it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from maintenance_visit_app.dispatch.routing.arrange import Proposal
from maintenance_visit_app.dispatch.routing.problem import Job, Planned, Problem, Shift

DAY = 24 * 60
# Rounding of sums, in minutes
NOTHING = 1e-3


def get_faults(problem: Problem, proposal: Proposal) -> list[str]:
	"""Return what is wrong with a proposal: hard rules broken, visits lost, fixed ones moved."""
	jobs = {job.name: job for job in problem.jobs}
	changed = {change.job: change.after for change in proposal.changes}
	faults = [f"{job.name} is fixed and moves" for job in problem.jobs if job.fixed and job.name in changed]
	faults += get_lost(problem, proposal)
	for name, planned in changed.items():
		faults += [f"{name}: {fault}" for fault in get_faults_of(problem, jobs[name], planned)]
	return faults + list(get_clashes(problem, get_plans(problem, proposal), set(changed)))


def get_plans(problem: Problem, proposal: Proposal) -> dict[str, Planned]:
	"""Return where each visit stands if the whole proposal is accepted."""
	plans = {job.name: job.planned for job in problem.jobs if job.planned}
	return plans | {change.job: change.after for change in proposal.changes}


def get_lost(problem: Problem, proposal: Proposal) -> Iterator[str]:
	placed = Counter([change.job for change in proposal.changes] + proposal.kept)
	unplaced = Counter(each.job for each in proposal.unplaced)
	for job in problem.jobs:
		# What was planned and found no place by the rules keeps its time, and is told of
		if placed[job.name] + (0 if job.planned else unplaced[job.name]) != 1:
			yield f"{job.name} is told of {placed[job.name]} + {unplaced[job.name]} times"


def get_faults_of(problem: Problem, job: Job, planned: Planned) -> Iterator[str]:
	if len(planned.technicians) != job.crew:
		yield f"{len(planned.technicians)} technicians go"
	if job.windows and not any(first <= planned.start <= last for first, last in job.windows):
		yield "outside the customer's hours"
	for technician in planned.technicians:
		shift = get_shift(problem, technician, planned.start)
		yield from get_faults_of_shift(shift, job, planned.start) if shift else ["on a day off"]


def get_shift(problem: Problem, technician: str, start: float) -> Shift | None:
	days = [shift for shift in problem.shifts if shift.technician == technician]
	return next((shift for shift in days if shift.start <= start < shift.end), None)


def get_faults_of_shift(shift: Shift, job: Job, start: float) -> Iterator[str]:
	if job.skills - shift.skills:
		yield "a skill is missing"
	if job.technicians and shift.technician not in job.technicians:
		yield "somebody else was wanted"
	if shift.territories is not None and job.territory and job.territory not in shift.territories:
		yield "not in that territory"
	end = get_end(shift, job, start)
	if end > shift.end + NOTHING:
		yield "after hours"
	during = [rest for rest in shift.breaks if start < rest[1] - NOTHING and end > rest[0] + NOTHING]
	if during and job.duration <= get_longest_stretch(shift):
		yield "during a break"


def get_end(shift: Shift, job: Job, start: float) -> float:
	"""Return when the work is done, counting minutes that are in no break."""
	now, left = start, job.duration
	while left > NOTHING:
		if not is_in_break(shift, now):
			left -= 0.5
		now += 0.5
	return now


def is_in_break(shift: Shift, now: float) -> bool:
	return any(first - NOTHING <= now < last - NOTHING for first, last in shift.breaks)


def get_longest_stretch(shift: Shift) -> float:
	longest = stretch = 0.0
	now = shift.start
	while now < shift.end:
		stretch = 0 if is_in_break(shift, now) else stretch + 0.5
		longest = max(longest, stretch)
		now += 0.5
	return longest


def get_clashes(problem: Problem, plans: dict[str, Planned], changed: set[str]) -> Iterator[str]:
	"""Yield what a technician can't do in time, where the proposal is to blame for one of the two visits."""
	ends = {
		job.name: get_end_of(problem, job, plans[job.name], changed)
		for job in problem.jobs
		if job.name in plans
	}
	places = {job.name: job.place for job in problem.jobs}
	pairs = list(get_pairs(plans, ends))
	standing = [(technician, *names) for technician, *names in pairs if not changed.intersection(names)]
	drives = {pair: problem.travel[places[pair[1]]][places[pair[2]]] for pair in pairs}
	late = {pair for pair in pairs if not fits(problem, plans, ends, pair, drives[pair])}
	# Where somebody stands at two places at once already, nobody can say from where he drives
	muddled = {name for pair in late.intersection(standing) for name in pair[1:]}
	for pair in late - set(standing):
		if not muddled.intersection(pair[1:]) or not fits(problem, plans, ends, pair, 0):
			yield f"{pair[0]} can't be at {pair[2]} after {pair[1]}"


def get_end_of(problem: Problem, job: Job, planned: Planned, changed: set[str]) -> float:
	"""Return when a visit ends: one that stands as it was written down, one of the proposal with the breaks in it."""
	shift = get_shift(problem, planned.technicians[0], planned.start)
	if shift and job.name in changed:
		return get_end(shift, job, planned.start)
	return planned.start + job.duration


def get_pairs(plans: dict[str, Planned], ends: dict[str, float]) -> Iterator[tuple[str, str, str]]:
	"""Yield (technician, visit, later visit) of each two of a technician that a day sees both of."""
	days, pairs = defaultdict(list), {}
	for name, planned in plans.items():
		for technician in planned.technicians:
			for day in range(int(planned.start // DAY), int(max(ends[name] - 1, planned.start) // DAY) + 1):
				days[technician, day].append((planned.start, name))
	for (technician, _day), visits in days.items():
		for (_start, name), (_later, other) in combinations(sorted(visits), 2):
			pairs[technician, name, other] = None
	yield from pairs


def fits(
	problem: Problem,
	plans: dict[str, Planned],
	ends: dict[str, float],
	pair: tuple[str, str, str],
	drive: float,
) -> bool:
	technician, name, other = pair
	now, start = ends[name], plans[other].start
	shifts = [get_shift(problem, technician, moment) for moment in (plans[name].start, start)]
	if now > start + NOTHING:
		return False
	while drive > NOTHING and now < start - NOTHING:
		drive -= 0 if any(shift and is_in_break(shift, now) for shift in shifts) else 0.5
		now += 0.5
	return drive <= NOTHING
