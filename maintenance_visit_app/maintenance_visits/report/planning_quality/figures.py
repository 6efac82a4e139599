"""The sums of a week's planning and of what came of it."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from frappe.utils import flt

from maintenance_visit_app.maintenance_visits.drives import is_drive
from maintenance_visit_app.maintenance_visits.report.planning_quality.stays import Stay
from maintenance_visit_app.maintenance_visits.report.visits import get_percentage


class Figures:
	def __init__(self) -> None:
		self.visits = self.promises = self.promises_kept = 0
		self.planned = self.worked = self.worked_as_planned = 0.0
		self.minutes_late: list[float] = []
		# {(technician, day): [(check in, check out)]}
		self.days: dict[tuple[str, date], list[tuple[datetime, datetime]]] = {}

	def add(self, stay: Stay, tolerance: timedelta) -> None:
		self.visits += 1
		self.worked += stay.hours
		if stay.planned_hours:
			self.planned += stay.planned_hours
			self.worked_as_planned += stay.hours
		if stay.minutes_late is not None:
			self.minutes_late.append(stay.minutes_late)
		if stay.is_promise:
			self.promises += 1
			self.promises_kept += stay.is_kept(tolerance)
		for check_in, check_out in stay.logs:
			if check_out:
				self.days.setdefault((stay.technician, check_in.date()), []).append((check_in, check_out))

	def include(self, other: "Figures") -> None:
		for name in ("visits", "promises", "promises_kept", "planned", "worked", "worked_as_planned"):
			setattr(self, name, getattr(self, name) + getattr(other, name))
		self.minutes_late = self.minutes_late + other.minutes_late
		for key, logs in other.days.items():
			self.days[key] = self.days.get(key, []) + logs

	@property
	def late(self) -> int | None:
		return round(median(self.minutes_late)) if self.minutes_late else None

	@property
	def of_planned(self) -> float | None:
		return get_percentage(self.worked_as_planned, self.planned)

	@property
	def kept(self) -> float | None:
		return get_percentage(self.promises_kept, self.promises)

	@property
	def travel(self) -> float:
		"""Hours between a check out and the next check in of the same day."""
		return sum(
			(after[0] - before[1]).total_seconds() / 3600
			for logs in map(sorted, self.days.values())
			for before, after in pairwise(logs)
			if is_drive(after[0] - before[1])
		)

	@property
	def on_site(self) -> float | None:
		"""Two stays at once are both work: more than all of the day is all of it."""
		at_work = whole = timedelta()
		for logs in self.days.values():
			at_work += sum((to - since for since, to in logs), timedelta())
			whole += max(to for _since, to in logs) - min(since for since, _to in logs)
		share = get_percentage(at_work.total_seconds(), whole.total_seconds())
		return share if share is None else min(share, 100)

	def as_row(self) -> dict:
		return {
			"visits": self.visits,
			"late": self.late,
			"planned": flt(self.planned, 2),
			"worked": flt(self.worked, 2),
			"of_planned": self.of_planned,
			"travel": flt(self.travel, 2),
			"on_site": self.on_site,
			"promises": self.promises,
			"kept": self.kept,
		}
