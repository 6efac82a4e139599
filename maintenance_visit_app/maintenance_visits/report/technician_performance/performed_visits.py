"""The submitted visits of a period, each with who was there, when, and whether it settled its issue."""

from bisect import bisect_right
from datetime import date, datetime, time, timedelta

import frappe
from frappe.query_builder import DocType

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.completion import FULLY
from maintenance_visit_app.maintenance_visits.report.visits import BY_DATE, get_list, get_submitted_visits

ISSUES = ("Breakdown", "Unscheduled")
RECALL = timedelta(days=30)
MIDNIGHT, DAYS_END = timedelta(0), timedelta(days=1, seconds=-1)
# So many serial numbers are named to the database: of more, all breakdowns of the period are read sooner
MOST_NAMED = 200
FIELDS = [
	"name",
	"mntc_date",
	"mntc_time",
	"maintenance_type",
	"completion_status",
	"follow_up_of",
	"rating",
	"purposes.service_person",
	"purposes.serial_no",
]


class Visit:
	"""What a visit counts for."""

	# There are many
	__slots__ = (
		"date",
		"is_fixed",
		"is_issue",
		"name",
		"rating",
		"serial_numbers",
		"technicians",
		"time",
		"work",
	)

	def __init__(
		self,
		name: str,
		day: date,
		moment: timedelta | None,
		maintenance_type: str,
		completion: str,
		follow_up_of: str,
		rating: float,
	) -> None:
		self.name, self.date, self.time, self.rating = name, day, moment, rating
		self.is_issue = maintenance_type in ISSUES and not follow_up_of
		self.is_fixed = self.is_issue and completion == FULLY
		self.technicians = set()
		# Of what was fixed
		self.serial_numbers = set() if self.is_fixed else None
		# {who checked in: (first check in, hours)}
		self.work = {}

	def add_row(self, person: str | None, serial_no: str | None) -> None:
		if person:
			self.technicians.add(person)
		if serial_no and self.is_fixed:
			self.serial_numbers.add(serial_no)

	def add_log(self, person: str, check_in: datetime, hours: float | None) -> None:
		first, before = self.work.get(person, (check_in, 0))
		self.work[person] = (min(first, check_in), before + (hours or 0))

	def get_people(self) -> set[str]:
		return self.technicians | self.work.keys()

	def get_latest_arrival(self, tolerance: timedelta) -> datetime:
		return datetime.combine(self.date, time.min) + (
			DAYS_END if self.time is None else self.time + tolerance
		)

	def get_moment(self) -> tuple:
		"""Put visits in order; one without a time is its day's first."""
		return self.date, self.time or MIDNIGHT, self.name


def get_performed_visits(filters: dict) -> list[Visit]:
	"""Return the submitted visits of the period that the user may read."""
	performed = {}
	for name, *facts, person, serial_no in get_submitted_visits(filters, FIELDS, True, BY_DATE):
		if name not in performed:
			performed[name] = Visit(name, *facts)
		performed[name].add_row(person, serial_no)
	add_logs(performed, filters)
	set_recalled([visit for visit in performed.values() if visit.serial_numbers], filters)
	return list(performed.values())


def add_logs(performed: dict[str, Visit], filters: dict) -> None:
	for name, *log in query_logs(filters).run():
		if visit := performed.get(name):
			visit.add_log(*log)


def query_logs(filters: dict):
	"""Ask for the logs of all submitted visits of the period: an index tells them, and no visit is read again.

	Which of them the report is about, and the user may read, is known by now.
	"""
	visit, log = DocType("Maintenance Visit"), DocType("Maintenance Visit Time Log")
	return (
		frappe.qb.from_(visit)
		.join(log)
		.on((log.parent == visit.name) & (log.parenttype == "Maintenance Visit"))
		.select(log.parent, log.service_person, log.from_time, log.hours)
		.where(visit.mntc_date[filters.from_date : filters.to_date] & (visit.status == "Submitted"))
		.where(log.service_person != "")
	)


def set_recalled(fixed: list[Visit], filters: dict) -> None:
	"""Let those visits fix nothing whose equipment broke down again within the days of a recall."""
	breakdowns = get_breakdowns({number for visit in fixed for number in visit.serial_numbers}, filters)
	for visit in fixed:
		visit.is_fixed = not any(
			breaks_down_again(visit, breakdowns.get(number)) for number in visit.serial_numbers
		)


def breaks_down_again(visit: Visit, breakdowns: list[tuple] | None) -> bool:
	"""Tell whether the first breakdown after the visit is within the days of a recall."""
	if not breakdowns:
		return False
	following = bisect_right(breakdowns, visit.get_moment())
	return following < len(breakdowns) and breakdowns[following][0] <= visit.date + RECALL


def get_breakdowns(serial_numbers: set[str], filters: dict) -> dict[str, list[tuple]]:
	"""Return {serial number: [moment of a Breakdown visit, …]} in order, until a recall's days after the period.

	They are those of all customers, types and territories that the user may read, whatever the report shows.
	"""
	breakdowns = {number: [] for number in serial_numbers}
	for day, moment, name, number in query_breakdowns(serial_numbers, filters):
		if number in breakdowns:
			breakdowns[number].append((day, moment or MIDNIGHT, name))
	for moments in breakdowns.values():
		moments.sort()
	return breakdowns


def query_breakdowns(serial_numbers: set[str], filters: dict) -> list[tuple]:
	if not serial_numbers:
		return []
	conditions = [
		# An index has it, with date and type; docstatus says no more
		["status", "=", "Submitted"],
		["maintenance_type", "=", "Breakdown"],
		["mntc_date", "between", [filters.from_date, filters.to_date + RECALL]],
	]
	if len(serial_numbers) <= MOST_NAMED:
		conditions.append(["Maintenance Visit Purpose", "serial_no", "in", sorted(serial_numbers)])
	return get_list(
		conditions, ["mntc_date", "mntc_time", "name", "purposes.serial_no"], BY_DATE, as_list=True
	)
