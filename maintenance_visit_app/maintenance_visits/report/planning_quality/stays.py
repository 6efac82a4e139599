"""Who was at which submitted visit of a period, when, and when that one was planned."""

from datetime import date, datetime, time, timedelta

import frappe
from frappe.query_builder import DocType
from frappe.utils import cint

from maintenance_visit_app.maintenance_visits.report.visits import BY_DATE, get_submitted_visits

FIELDS = ["name", "mntc_date", "mntc_time", "planned_duration", "earliest", "latest"]


class Stay:
	"""One technician at one visit."""

	def __init__(self, visit: dict, technician: str) -> None:
		self.date: date = visit["mntc_date"]
		self.technician = technician
		self.earliest, self.latest = visit["earliest"], visit["latest"]
		self.planned_hours = cint(visit["planned_duration"]) / 3600
		self.planned_start: datetime | None = None
		if visit["mntc_time"] is not None:
			self.planned_start = datetime.combine(self.date, time.min) + visit["mntc_time"]
		self.logs: list[tuple[datetime, datetime | None]] = []
		self.hours = 0.0

	def add(self, check_in: datetime, check_out: datetime | None, hours: float | None) -> None:
		self.logs.append((check_in, check_out))
		self.hours += hours or 0

	@property
	def check_in(self) -> datetime:
		return min(check_in for check_in, _check_out in self.logs)

	@property
	def minutes_late(self) -> float | None:
		if self.planned_start is None:
			return None
		return (self.check_in - self.planned_start).total_seconds() / 60

	@property
	def is_promise(self) -> bool:
		return bool(self.planned_start or self.earliest or self.latest)

	def is_kept(self, tolerance: timedelta) -> bool:
		bounds = [
			self.planned_start and self.check_in <= self.planned_start + tolerance,
			self.earliest and self.check_in >= self.earliest,
			self.latest and self.check_in <= self.latest,
		]
		return all(bound for bound in bounds if bound is not None)


def get_stays(filters: dict) -> list[Stay]:
	"""Return the stays at submitted visits of the period that the user may read, in two statements."""
	performed = {visit["name"]: visit for visit in get_submitted_visits(filters, FIELDS, order_by=BY_DATE)}
	stays: dict[tuple[str, str], Stay] = {}
	for name, technician, *log in query_logs(filters).run():
		if visit := performed.get(name):
			stays.setdefault((name, technician), Stay(visit, technician)).add(*log)
	return list(stays.values())


def query_logs(filters: dict):
	visit, log = DocType("Maintenance Visit"), DocType("Maintenance Visit Time Log")
	return (
		frappe.qb.from_(visit)
		.join(log)
		.on((log.parent == visit.name) & (log.parenttype == "Maintenance Visit"))
		.select(log.parent, log.service_person, log.from_time, log.to_time, log.hours)
		.where(visit.mntc_date[filters.from_date : filters.to_date] & (visit.status == "Submitted"))
		.where(log.service_person != "")
		.orderby(log.parent, log.idx)
	)
