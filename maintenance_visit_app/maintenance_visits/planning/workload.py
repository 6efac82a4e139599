"""How much technicians have to do on some days, for who assigns visits to them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import frappe
from frappe import _
from frappe.utils import add_days, cint, cstr, today

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.dates import get_seconds
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import (
	get_day,
	get_json,
)
from maintenance_visit_app.maintenance_visits.planning.calendar import (
	DAYS_BEFORE,
	get_period,
	get_reaching,
)
from maintenance_visit_app.records import get_by_name

DAY = timedelta(days=1)
WORKING_DAY = timedelta(hours=8)
# Who had visits within so many days is a technician
DAYS_OF_A_TECHNICIAN = 180
FIELDS = ["name", "mntc_date", "mntc_time", "planned_duration", "purposes.service_person"]


@dataclass
class Load:
	visits: set[str] = field(default_factory=set)
	time: timedelta = timedelta()

	def describe(self) -> str:
		"""Return what Desk shows beside the name of a technician."""
		if not self.visits:
			return _("no visit")
		hours = say_hours(self.time)
		if len(self.visits) == 1:
			return _("1 visit, {0} h").format(hours)
		return _("{0} visits, {1} h").format(len(self.visits), hours)


def say_hours(time_spent: timedelta) -> str:
	"""Return hours as people say them: Frappe 17 formats whole ones with decimals, whatever precision is asked for."""
	hours = round(time_spent.total_seconds() / 3600, 1)
	if hours.is_integer():
		return cstr(cint(hours))
	return frappe.format_value(hours, {"fieldtype": "Float", "precision": 1})


@frappe.whitelist()
@complete
def search_technicians(
	doctype: str,
	txt: str = "",
	searchfield: str = "name",
	start: int = 0,
	page_len: int = 20,
	filters: dict | str | None = None,
) -> list[list[str]]:
	"""Return sales persons, technicians first, each with what is to be done on `filters.days`: who has least before.

	A technician is who has a Technician Profile, or had visits within half a year; the others are labelled. Called by
	Frappe's link fields. The user needs to read visits and Sales Persons; a visit that the user may not read isn't
	counted. The same few statements answer for any number of persons.
	"""
	frappe.has_permission("Maintenance Visit", "read", throw=True)
	days = get_days(filters)
	persons = get_persons(cstr(txt))
	profiles = get_by_name("Technician Profile", {person.name for person in persons}, ["on_board"])
	loads, technicians = get_loads(days), get_names_at_work() | profiles.keys()

	def get_place(name: str) -> tuple:
		# Frappe looks here for the one that was chosen, too
		return name != txt, name not in technicians, loads.get(name, Load()).time, name

	names = sorted((person.name for person in persons), key=get_place)
	names = names[cint(start) : cint(start) + cint(page_len)]
	return [
		list(describe(name, loads.get(name, Load()) if days else None, name in technicians)) for name in names
	]


def describe(name: str, load: Load | None, is_technician: bool) -> Iterator[str]:
	"""Yield the name, and what Desk shows beside it."""
	yield name
	if load:
		yield load.describe()
	if not is_technician:
		yield _("not a technician so far")


def get_days(filters: dict | str | None) -> set[date]:
	days = get_json(filters or {}, dict, "filters").get("days") or []
	return {get_day(day) for day in get_json(days, list, "days")}


def get_persons(text: str) -> list[frappe._dict]:
	"""Return the persons who can do work, by a part of their name."""
	filters = {"is_group": 0, "enabled": 1}
	if text:
		filters["name"] = ("like", f"%{text}%")
	return frappe.get_list("Sales Person", filters=filters, fields=["name", "employee"], limit=0)


def get_names_of_technicians(persons: list[dict]) -> set[str]:
	return get_names_at_work() | {person.name for person in persons if person.employee}


def get_names_at_work() -> set[str]:
	"""Return who had visits lately, or has some to come."""
	visits = {"mntc_date": (">=", add_days(today(), -DAYS_OF_A_TECHNICIAN)), "docstatus": ("<", 2)}
	at_work = frappe.get_list(
		"Maintenance Visit",
		filters=visits,
		fields=["purposes.service_person"],
		distinct=True,
		order_by=None,
		as_list=True,
		limit=0,
	)
	return {name for (name,) in at_work}


def get_loads(days: Iterable[date]) -> dict[str, Load]:
	"""Return {sales person: Load} of the drafts of these days, also of those that began earlier."""
	if not days:
		return {}
	rows = frappe.get_list(
		"Maintenance Visit",
		filters=[
			["mntc_date", "between", [add_days(min(days), -DAYS_BEFORE), max(days)]],
			["docstatus", "=", 0],
		],
		or_filters=get_reaching(min(days)),
		fields=FIELDS,
		order_by=None,
		limit=0,
	)
	loads, counted = {}, set()
	for row in rows:
		time_spent = sum((get_time_of(row, day) for day in days), timedelta())
		if not row.service_person or not time_spent or (row.name, row.service_person) in counted:
			continue
		counted.add((row.name, row.service_person))
		load = loads.setdefault(row.service_person, Load())
		load.visits.add(row.name)
		load.time += time_spent
	return loads


def get_time_of(visit: dict, day: date) -> timedelta:
	"""Return how much of a day a visit takes: of several days, no more than one works on each."""
	period = get_period(visit)
	midnight = datetime.combine(day, time.min)
	start, end = max(period["planned_start"], midnight), min(period["planned_end"], midnight + DAY)
	if start >= end:
		return timedelta()
	if period["planned_end"] - period["planned_start"] > DAY:
		return min(end - start, WORKING_DAY)
	return timedelta(seconds=get_seconds(visit)) if period["all_day"] else end - start
