"""The dispatch board: a lane for each technician, with visits, hours, load, and what is wrong, a sentence each."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max
from frappe.utils import cstr, today

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.changes import get_last_number
from maintenance_visit_app.dispatch.loading import Loaded, load
from maintenance_visit_app.dispatch.period import list_days
from maintenance_visit_app.dispatch.reasons import sentence
from maintenance_visit_app.dispatch.routing.remarks import get_remarks
from maintenance_visit_app.dispatch.technicians import PROFILE, Technician, get_technicians
from maintenance_visit_app.dispatch.visits import VISIT, get_visits, get_visits_by_name
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import get_day

MOST_DAYS = 62
# Who has told no hours isn't told of them
OF_HOURS = ("hours", "break")


class TooManyDaysError(frappe.ValidationError):
	pass


@frappe.whitelist(methods=["GET", "POST"])
@complete
def get_board(start: str | date, end: str | date, known: str | None = None) -> dict:
	"""Return {version, technicians, visits, skills} of the days from `start` to `end`, of what the user may read.

	A technician is {name, color, skills, territories, home, days: [{day, hours, minutes, absence}]}; a visit has its
	plan, place and skills, and `remarks`: [{technician, code, text}]. Times are minutes of the day, `home` and a visit's
	`position` are [latitude, longitude] or null; where technicians live is told to who may read their profiles. Where
	the site is still as of version `known`, only the version is told. The number of statements doesn't grow with the
	visits or the technicians. The user needs to read visits and Sales Persons.
	"""
	frappe.has_permission(VISIT, "read", throw=True)
	frappe.has_permission("Sales Person", "read", throw=True)
	first, last = get_day(start), get_day(end)
	validate_days(first, last)
	version = get_version()
	if known == version:
		return {"version": version}
	visits = get_visits(first, last)
	named = {name for visit in visits for name in visit["technicians"]}
	technicians = get_technicians(first, last, named)
	remarks = get_sentences(
		load(technicians, [visit for visit in visits if visit.docstatus == 0], first, last)
	)
	return {
		"version": version,
		"today": today(),
		"technicians": tell_technicians(technicians, first, last),
		"visits": [tell_visit(visit, remarks.get(visit["name"], [])) for visit in visits],
		"skills": frappe.get_all("Service Skill", pluck="name", order_by="name"),
	}


@frappe.whitelist(methods=["GET", "POST"])
@complete
def get_visit(visit: str) -> dict | None:
	"""Return one visit as the board has it, or None where the user may not read it."""
	frappe.has_permission(VISIT, "read", throw=True)
	return next((tell_visit(found, []) for found in get_visits_by_name([visit])), None)


def validate_days(first: date, last: date) -> None:
	if not 0 <= (last - first).days < MOST_DAYS:
		frappe.throw(
			_("Ask for {0} days at most, the first one first.").format(MOST_DAYS),
			TooManyDaysError,
			title=_("Dispatch Board"),
		)


def get_version() -> str:
	"""Return what changes with each visit or profile that is written or deleted.

	`modified` alone would overlook who saved early and committed late: the changes' own number doesn't.
	"""
	versions = [str(get_last_number())]
	for doctype in (VISIT, PROFILE):
		table = DocType(doctype)
		((latest, number),) = frappe.qb.from_(table).select(Max(table.modified), Count("*")).run()
		versions.append(f"{latest} {number}")
	return "/".join(versions)


def tell_technicians(technicians: Iterable[Technician], first: date, last: date) -> list[dict]:
	tells_homes = frappe.has_permission(PROFILE, "read")
	return [
		{**tell_technician(person, first, last), "home": person.home if tells_homes else None}
		for person in technicians
	]


def tell_technician(person: Technician, first: date, last: date) -> dict:
	return {
		"name": person.name,
		"color": person.color,
		"skills": sorted(person.skills),
		"territories": sorted(person.territories) if person.territories is not None else None,
		"days": [
			{
				"day": day,
				"hours": person.get_hours(day),
				"minutes": person.get_minutes(day),
				"absence": person.absences[day].reason if day in person.absences else None,
			}
			for day in list_days(first, last)
		],
	}


OF_VISIT = [
	"name",
	"docstatus",
	"status",
	"completion_status",
	"customer",
	"customer_name",
	"territory",
	"maintenance_type",
	"mntc_date",
	"planned_duration",
	"priority",
	"earliest",
	"latest",
	"fixed_appointment",
	"start",
	"minutes",
	"end_day",
	"rows",
	"technicians",
	"skills",
	"city",
	"position",
	"is_changeable",
]


def tell_visit(visit: dict, remarks: list[dict]) -> dict:
	return {**{key: visit[key] for key in OF_VISIT}, "remarks": remarks}


def get_sentences(loaded: Loaded) -> dict[str, list[dict]]:
	"""Return {visit: [{technician, code, text}]} of what is wrong with the plan."""
	sentences = defaultdict(list)
	for remark in get_remarks(loaded.problem):
		if is_worth_telling(remark, loaded):
			visit = loaded.visits[remark.job]
			other = loaded.visits.get(remark.other)
			text = sentence(
				remark.code,
				technician=remark.technician,
				other=cstr(other and other["customer_name"]),
				minutes=remark.minutes,
				skill=", ".join(get_missing_skills(visit, loaded.technicians.get(remark.technician))),
				territory=visit["territory"],
				earliest=visit["earliest"],
				latest=visit["latest"],
			)
			sentences[remark.job].append({"technician": remark.technician, "code": remark.code, "text": text})
	return sentences


def is_worth_telling(remark, loaded: Loaded) -> bool:
	"""A drive between places that nobody knows is none, nor are hours that nobody has told."""
	if remark.code == "reach":
		return loaded.is_known(remark.job) and loaded.is_known(remark.other)
	if remark.code in OF_HOURS:
		person = loaded.technicians.get(remark.technician)
		day = loaded.visits[remark.job]["mntc_date"]
		return bool(person) and bool(person.hours or day in person.absences)
	return True


def get_missing_skills(visit: dict, person: Technician | None) -> Iterable[str]:
	return [skill for skill in visit["skills"] if not person or skill not in person.skills]
