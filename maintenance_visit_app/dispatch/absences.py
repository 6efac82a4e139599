"""When technicians are away: holidays, and leave where HRMS is installed. Why is nobody's business: leave is leave."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import strip_html

from maintenance_visit_app.dispatch.period import list_days
from maintenance_visit_app.records import get_by_name, has_doctype


@dataclass(frozen=True)
class Absence:
	reason: str
	is_half: bool = False


def get_absences(
	persons: list[dict], profiles: dict[str, dict], first: date, last: date
) -> dict[str, dict[date, Absence]]:
	"""Return {technician: {day: Absence}} between two days, for any number of them in as many statements."""
	employees = get_by_name(
		"Employee", {person.employee for person in persons if person.employee}, ["holiday_list", "company"]
	)
	lists = get_holiday_lists(persons, profiles, employees)
	holidays, leaves = (
		get_holidays(set(lists.values()), first, last),
		get_leaves(list(employees), first, last),
	)
	return {
		person.name: join(holidays.get(lists.get(person.name), {}), leaves.get(person.employee, {}))
		for person in persons
	}


def join(holidays: dict[date, Absence], leaves: dict[date, Absence]) -> dict[date, Absence]:
	"""Return both: who is off the whole day isn't at work for half of it. Whether two halves are the same one, nobody knows."""
	halves = {day for day, leave in leaves.items() if leave.is_half and day in holidays}
	return {**holidays, **{day: leave for day, leave in leaves.items() if day not in halves}}


def get_holiday_lists(persons: list[dict], profiles: dict, employees: dict) -> dict[str, str]:
	"""Return {technician: Holiday List}: that of the profile, or of the Employee, or of the company."""
	companies = get_by_name("Company", {row.company for row in employees.values()}, ["default_holiday_list"])
	lists = {}
	for person in persons:
		employee = employees.get(person.employee, {})
		of_company = companies.get(employee.get("company"), {}).get("default_holiday_list")
		of_profile = profiles.get(person.name, {}).get("holiday_list")
		if chosen := of_profile or employee.get("holiday_list") or of_company:
			lists[person.name] = chosen
	return lists


def get_holidays(lists: set[str], first: date, last: date) -> dict[str, dict[date, Absence]]:
	"""A list's weekly days off are no holidays: the working hours tell of these."""
	if not lists:
		return {}
	filters = {
		"parent": ("in", sorted(lists)),
		"holiday_date": ("between", [first, last]),
		"weekly_off": 0,
	}
	fields = ["parent", "holiday_date", "description"]
	# Since ERPNext 16
	if frappe.get_meta("Holiday").has_field("is_half_day"):
		fields.append("is_half_day")
	holidays: dict[str, dict[date, Absence]] = {}
	for row in frappe.get_all("Holiday", filters=filters, fields=fields):
		reason = strip_html(row.description or "") or _("Holiday")
		holidays.setdefault(row.parent, {})[row.holiday_date] = Absence(reason, bool(row.is_half_day))
	return holidays


def get_leaves(employees: list[str], first: date, last: date) -> dict[str, dict[date, Absence]]:
	"""Return {employee: {day: Absence}} of approved leave."""
	if not employees or not has_doctype("Leave Application"):
		return {}
	filters = {
		"employee": ("in", employees),
		"docstatus": 1,
		"status": "Approved",
		"from_date": ("<=", last),
		"to_date": (">=", first),
	}
	fields = ["employee", "from_date", "to_date", "half_day", "half_day_date"]
	return group_leaves(frappe.get_all("Leave Application", filters=filters, fields=fields))


def group_leaves(applications: list[dict]) -> dict[str, dict[date, Absence]]:
	leaves: dict[str, dict[date, Absence]] = {}
	for leave in applications:
		of_employee = leaves.setdefault(leave.employee, {})
		for day, absence in get_days(leave):
			# HRMS lets nobody have the same half of a day twice
			of_employee[day] = Absence(_("On leave")) if day in of_employee else absence
	return leaves


def get_days(leave: dict) -> Iterator[tuple[date, Absence]]:
	for day in list_days(leave.from_date, leave.to_date):
		is_half = bool(leave.half_day) and day == (leave.half_day_date or leave.from_date)
		yield day, Absence(_("Half a day off") if is_half else _("On leave"), is_half)
