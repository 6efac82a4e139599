"""The hard rules: no proposal and no slot breaks one. The table is all there is to know about who may do what."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .clock import Clock
from .problem import Job, Shift, Window

DAY = 24 * 60


@dataclass(frozen=True)
class Rule:
	"""`is_kept` tells whether a technician may have the job on that day at all."""

	code: str
	is_kept: Callable[[Shift, Clock, Job], bool]


RULES = (
	Rule("technician", lambda shift, clock, job: not job.technicians or shift.technician in job.technicians),
	Rule("skill", lambda shift, clock, job: job.skills <= shift.skills),
	Rule("territory", lambda shift, clock, job: is_territory_served(shift, job)),
	Rule("tool", lambda shift, clock, job: shift.store is not None or job.tools <= shift.tools),
	Rule("part", lambda shift, clock, job: shift.store is not None or is_in_stock(job.needs, shift.stock)),
	Rule("hours", lambda shift, clock, job: bool(get_stretches_for(clock, job))),
	Rule("window", lambda shift, clock, job: bool(get_starts(clock, job))),
)
# What only shows once a day's visits stand one after the other: no room between two others, with the drives
FULL = "full"


def get_broken_rule(shift: Shift, clock: Clock, job: Job) -> str | None:
	"""Return the code of the first rule that keeps the technician from having the job on that day."""
	return next((rule.code for rule in RULES if not rule.is_kept(shift, clock, job)), None)


def is_territory_served(shift: Shift, job: Job) -> bool:
	return shift.territories is None or job.territory is None or job.territory in shift.territories


def is_in_stock(needs: dict[str, float], stock: dict[str, float]) -> bool:
	return all(stock.get(part, 0) >= quantity for part, quantity in needs.items())


def get_starts(clock: Clock, job: Job) -> list[Window]:
	"""Return when the job may begin, in working time: in the customer's windows, and finished before a break."""
	return [
		(start, end)
		for stretch in get_stretches_for(clock, job)
		for window in get_working_windows(clock, job)
		for start, end in [(max(stretch[0], window[0]), min(stretch[1], window[1]))]
		if start <= end
	]


def get_stretches_for(clock: Clock, job: Job) -> list[Window]:
	"""Return when the job may begin to be done in working hours. Only what fits between no two breaks goes on after one."""
	stretches = clock.stretches if fits_between_breaks(clock, job) else [(clock.start, clock.end)]
	return [(start, end - job.duration) for start, end in stretches if start + job.duration <= end]


def fits_between_breaks(clock: Clock, job: Job) -> bool:
	return any(job.duration <= end - start for start, end in clock.stretches)


def get_working_windows(clock: Clock, job: Job) -> Iterator[Window]:
	for earliest, latest in job.windows or [(clock.start, clock.to_start(clock.end))]:
		last = clock.to_working(latest)
		# A window that closes during a break has its last minute before it
		yield clock.to_working(earliest), last if clock.to_start(last) <= latest else last - 1
