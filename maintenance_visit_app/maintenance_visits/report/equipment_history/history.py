"""What visits, breakdowns, hours and parts each piece of equipment had. The report's docstring defines them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from maintenance_visit_app.maintenance_visits.report.by_visit import group_by_visit
from maintenance_visit_app.maintenance_visits.report.equipment_history.parts import format_parts, share_parts
from maintenance_visit_app.maintenance_visits.shares import get_shares, get_worked_rows

BREAKDOWN = "Breakdown"
DAYS_DECIMALS, HOURS_DECIMALS, QTY_DECIMALS = 1, 2, 3


@dataclass(slots=True)
class History:
	"""One serial number, or what a customer has of an item without one."""

	serial_no: str | None
	item_code: str | None
	customer: str | None = None
	last_visit: date | None = None
	hours: float = 0
	visits: set[str] = field(default_factory=set)
	breakdowns: dict[str, date] = field(default_factory=dict)
	# Hours by the breakdown that they repaired
	repairs: dict[str, float] = field(default_factory=dict)
	parts: dict[str, float] = field(default_factory=dict)

	def add_visit(self, row: tuple, breakdown: str | None) -> None:
		"""Visits come in the order of their dates: the customer is the last one's."""
		self.visits.add(row.name)
		self.last_visit, self.customer = row.mntc_date, row.customer
		if breakdown == row.name:
			self.breakdowns[breakdown] = row.mntc_date

	def add_work(self, hours: float, breakdown: str | None, parts: Iterable[tuple[str, float]]) -> None:
		self.hours += hours
		if breakdown:
			self.repairs[breakdown] = self.repairs.get(breakdown, 0) + hours
		for item_code, qty in parts:
			self.parts[item_code] = self.parts.get(item_code, 0) + qty

	def get_repair_hours(self) -> float:
		"""Leave out what was done on breakdowns of other equipment."""
		return sum(self.repairs.get(breakdown, 0) for breakdown in self.breakdowns)

	def get_intervals(self) -> int:
		"""Return how many times between failures are known: only those of one machine are."""
		return max(len(self.breakdowns) - 1, 0) if self.serial_no else 0

	def get_days(self) -> int:
		days = self.breakdowns.values()
		return (max(days) - min(days)).days

	def as_row(self) -> dict:
		return {
			"serial_no": self.serial_no,
			"item_code": self.item_code,
			"customer": self.customer,
			"visits": len(self.visits),
			"breakdowns": len(self.breakdowns),
			"last_visit": self.last_visit,
			"hours": round(self.hours, HOURS_DECIMALS),
			"mtbf": get_mtbf([self]),
			"mttr": get_mttr([self]),
			"parts_qty": round(sum(self.parts.values()), QTY_DECIMALS),
			"parts": format_parts(self.parts),
		}


def get_histories(rows: list[tuple], parts: dict[str, list]) -> dict[str | tuple, History]:
	"""Return {serial number, or customer and item: History} of the rows of visits."""
	histories = {}
	visits = {row.name: row for row in rows}
	for purposes in group_by_visit(rows):
		breakdown = get_breakdown(purposes[0], visits)
		for row in purposes:
			get_history(histories, row).add_visit(row, breakdown)
		add_work(histories, purposes, breakdown, parts)
	return histories


def add_work(histories: dict, purposes: list[tuple], breakdown: str | None, parts: dict[str, list]) -> None:
	"""Share the visit's hours and parts among its rows."""
	worked, visit = get_worked_rows(purposes), purposes[0]
	used = parts.get(visit.name, ())
	if len(worked) == 1:
		get_history(histories, worked[0]).add_work(visit.working_hours or 0, breakdown, used)
		return
	hours = get_shares(visit.working_hours, len(worked))
	for row, row_hours, row_parts in zip(worked, hours, share_parts(used, len(worked)), strict=True):
		get_history(histories, row).add_work(row_hours, breakdown, row_parts)


def get_history(histories: dict, row: tuple) -> History:
	key = row.serial_no or (row.customer, row.item_code)
	history = histories.get(key)
	if not history:
		history = histories[key] = History(row.serial_no, row.item_code)
	return history


def get_breakdown(visit: tuple, visits: dict[str, tuple]) -> str | None:
	"""Return the breakdown that a visit repairs: itself, or what it follows up over any number of visits."""
	seen = set()
	while visit and visit.follow_up_of and visit.name not in seen:
		seen.add(visit.name)
		visit = visits.get(visit.follow_up_of)
	if not visit or visit.follow_up_of or visit.maintenance_type != BREAKDOWN:
		return None
	return visit.name


def get_mtbf(histories: Iterable[History]) -> float | None:
	"""Return the mean time between failures in days, of all that failed twice; None where nothing did."""
	known = [history for history in histories if history.get_intervals()]
	if not known:
		return None
	intervals = sum(history.get_intervals() for history in known)
	return round(sum(history.get_days() for history in known) / intervals, DAYS_DECIMALS)


def get_mttr(histories: Iterable[History]) -> float | None:
	"""Return the mean time to repair in hours; None where nothing failed."""
	failed = [history for history in histories if history.breakdowns]
	if not failed:
		return None
	breakdowns = sum(len(history.breakdowns) for history in failed)
	return round(sum(history.get_repair_hours() for history in failed) / breakdowns, HOURS_DECIMALS)
