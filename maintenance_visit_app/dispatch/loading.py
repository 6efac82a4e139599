"""From records to the plain data of a problem: whose working days, which visits, how far apart. Minutes since a midnight."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import ceil

from frappe.utils import get_datetime, now_datetime

from maintenance_visit_app.dispatch import learning
from maintenance_visit_app.dispatch.osrm import get_matrix
from maintenance_visit_app.dispatch.period import list_days
from maintenance_visit_app.dispatch.routing.problem import Job, Planned, Problem, Shift, Window
from maintenance_visit_app.dispatch.technicians import Technician
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.dates import get_whole_days
from maintenance_visit_app.maintenance_visits.positions import Position

DAY = 24 * 60
LATEST = 1000 * DAY
AT_ANY_TIME, NEVER = ((-LATEST, LATEST),), ((LATEST, LATEST),)
PRIORITIES = ("Low", "Medium", "High", "Urgent")


class Places:
	"""Numbers of positions; what isn't known is a place of its own."""

	def __init__(self) -> None:
		self.positions: list[Position | None] = [None]
		self.number_of: dict[Position, int] = {}

	def get(self, position: Position | None) -> int:
		if position is None:
			return 0
		if position not in self.number_of:
			self.number_of[position] = len(self.positions)
			self.positions.append(position)
		return self.number_of[position]


@dataclass
class Loaded:
	"""A problem, and what it was made of."""

	problem: Problem
	first: date
	technicians: dict[str, Technician]
	visits: dict[str, dict]
	places: Places

	def to_datetime(self, minutes: float) -> datetime:
		return datetime.combine(self.first, time.min) + timedelta(minutes=minutes)

	def is_known(self, visit: str | None) -> bool:
		"""Tell whether it is known where a visit is."""
		return bool(visit) and self.visits[visit]["position"] is not None


def load(
	technicians: list[Technician],
	visits: list[dict],
	first: date,
	last: date,
	movable: Iterable[str] = (),
	is_to_be_planned: bool = False,
	unseen: Iterable[dict] = (),
) -> Loaded:
	"""Make a problem of some days. Visits stand as they are planned, but those that are `movable`.

	The `unseen` take their technicians' time; what was loaded knows nothing of them.

	Where more `is_to_be_planned`, nobody is given more on a day that is half off: which half, only people know.
	"""
	places, movable = Places(), set(movable)
	shifts = [
		shift
		for person in technicians
		for shift in get_shifts(person, first, last, places)
		if not (is_to_be_planned and person.is_half_off(first + timedelta(days=shift.start // DAY)))
	]
	durations, seen = learning.get_durations(visits), {visit["name"]: visit for visit in visits}
	gone = {person.name for person in technicians if not person.is_enabled}
	jobs = []
	for visit in (*unseen, *visits):
		job = make_job(visit, first, places, durations, visit["name"] in movable)
		job = replace(job, technicians=job.technicians - gone)
		job = fill_days(job, visit, first) if is_to_be_planned else job
		if job.planned or job.name in seen:
			jobs.append(job)
	problem = Problem(shifts, jobs, get_matrix(places.positions, learning.get_speed()))
	return Loaded(problem, first, {person.name: person for person in technicians}, seen, places)


def get_shifts(person: Technician, first: date, last: date, places: Places) -> Iterator[Shift]:
	for number, day in enumerate(list_days(first, last)):
		hours = person.get_hours(day)
		if not hours:
			continue
		start = number * DAY
		pauses = pairwise(hours)
		yield Shift(
			person.name,
			start + hours[0][0],
			start + hours[-1][1],
			places.get(person.home),
			breaks=tuple((start + one[1], start + other[0]) for one, other in pauses if one[1] < other[0]),
			skills=person.skills,
			territories=person.territories,
		)


def make_job(
	visit: dict, first: date, places: Places, durations: dict[str, int], is_movable: bool = False
) -> Job:
	duration = durations.get(visit["name"]) or visit["minutes"]
	return Job(
		visit["name"],
		places.get(visit["position"]),
		duration,
		windows=get_windows(visit, first, duration),
		technicians=get_bound_technicians(visit),
		skills=frozenset(visit["skills"]),
		territory=visit["territory"] or None,
		crew=max(len(visit["technicians"]), 1),
		priority=PRIORITIES.index(visit["priority"]) if visit["priority"] in PRIORITIES else 1,
		planned=get_planned(visit, first),
		fixed=not is_movable,
	)


def get_bound_technicians(visit: dict) -> frozenset[str]:
	"""Who was told of a visit without a time does it; of one with a time the plan tells."""
	return frozenset(visit["technicians"] if visit["start"] is None else ())


def get_windows(visit: dict, first: date, duration: int) -> tuple[tuple[float, float], ...]:
	"""When the visit may begin, by what its customer accepts. Without that, what has no time is on its day or later."""
	if not (visit["earliest"] or visit["latest"]):
		if visit["start"] is not None:
			return ()
		day = max((visit["mntc_date"] - first).days, 0) * DAY
		return ((day, day + DAY if visit["technicians"] else LATEST),)
	earliest = to_minutes(visit["earliest"], first) if visit["earliest"] else -LATEST
	latest = to_minutes(visit["latest"], first) - duration if visit["latest"] else LATEST
	return ((earliest, latest),)


def fill_days(job: Job, visit: dict, first: date) -> Job:
	"""Let a visit without a time that is planned for several days take these of its technicians, and stay there."""
	days = get_whole_days(visit) if visit["start"] is None and visit["technicians"] else 0
	if days < 2:
		return job
	planned = Planned(tuple(visit["technicians"]), (visit["mntc_date"] - first).days * DAY)
	return replace(job, planned=planned, duration=days * DAY, fixed=True)


def begin_from_now_on(job: Job, first: date, asked: Iterable[Window] = AT_ANY_TIME) -> Job:
	"""Let a job begin in the future, and at the times asked for. Without windows it could begin whenever it liked."""
	now = ceil(to_minutes(now_datetime(), first))
	windows = tuple(
		(max(start, earliest, now), min(end, latest))
		for start, end in asked
		for earliest, latest in job.windows or AT_ANY_TIME
	)
	return replace(job, windows=tuple(window for window in windows if window[0] <= window[1]) or NEVER)


def to_minutes(moment: str | datetime, first: date) -> float:
	return (get_datetime(moment) - datetime.combine(first, time.min)).total_seconds() / 60


def get_planned(visit: dict, first: date) -> Planned | None:
	if visit["start"] is None or not visit["technicians"]:
		return None
	return Planned(tuple(visit["technicians"]), (visit["mntc_date"] - first).days * DAY + visit["start"])
