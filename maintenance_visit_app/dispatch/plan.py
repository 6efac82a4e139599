"""What a plan is, as it is sent: a visit's day, time, length and technicians, which the board may change."""

from typing import Any

from frappe.model.document import Document
from frappe.utils import cint, cstr, getdate

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import (
	check_duration,
	check_time,
	get_checked,
	get_day,
	get_json,
)
from maintenance_visit_app.maintenance_visits.planning.bulk import validate_technician


def get_plan(visit: Document) -> dict:
	"""Return all that the board may change, as it is sent."""
	return make_plan(visit, visit.purposes)


def get_seen(visit: dict) -> dict:
	"""Return what `place` takes as `was`, of a visit as `visits` tells it, for a move that no promise is broken by."""
	return {**make_plan(visit, visit["rows"]), "fixed_appointment": cint(visit["fixed_appointment"])}


def make_plan(visit: Document | dict, rows: list) -> dict:
	return {
		"mntc_date": str(getdate(visit.mntc_date)),
		"mntc_time": read_time(visit.mntc_time),
		"planned_duration": cint(visit.planned_duration) or None,
		"technicians": {row.name: row.service_person or None for row in rows},
	}


def read_plan_value(key: str, value: Any) -> Any:
	if key == "technicians":
		return {cstr(row): person or None for row, person in get_json(value, dict, key).items()}
	return READERS[key](value)


def read_date(value: Any) -> str:
	return str(get_day(value))


def read_time(value: Any) -> str | None:
	"""Return hours and minutes: seconds are nobody's plan."""
	if value is None or value == "":
		return None
	hours, minutes, *_seconds = cstr(get_checked(value, check_time, str)).split(":")
	return f"{int(hours):02}:{int(minutes):02}"


def read_duration(value: Any) -> int | None:
	return cint(get_checked(value or 0, check_duration, cint)) or None


READERS = {"mntc_date": read_date, "mntc_time": read_time, "planned_duration": read_duration}


def set_plan(visit: Document, plan: dict) -> None:
	set_times(visit, plan)
	technicians = read_plan_value("technicians", plan.get("technicians") or {})
	for person in {person for person in technicians.values() if person}:
		if person not in {row.service_person for row in visit.purposes}:
			validate_technician(person)
	for row in visit.purposes:
		row.service_person = technicians.get(row.name, row.service_person)


def set_times(visit: Document, plan: dict) -> None:
	for key, read in READERS.items():
		if key in plan:
			visit.set(key, read(plan[key]))
