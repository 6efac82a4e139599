"""Visits as the board shows them and as planning takes them: when, who, where, and what they ask for."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_days

from maintenance_visit_app.dispatch.technicians import get_rows, get_skills
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.dates import (
	get_seconds,
	reaches_into,
)
from maintenance_visit_app.maintenance_visits.planning.calendar import (
	DAYS_BEFORE,
	get_period,
	get_reaching,
)
from maintenance_visit_app.maintenance_visits.positions import read_position
from maintenance_visit_app.records import get_by_name

VISIT = "Maintenance Visit"
FIELDS = [
	"name",
	"docstatus",
	"status",
	"completion_status",
	"customer",
	"customer_name",
	"customer_address",
	"territory",
	"maintenance_type",
	"mntc_date",
	"mntc_time",
	"planned_duration",
	"priority",
	"earliest",
	"latest",
	"fixed_appointment",
	"maintenance_checklist",
	"modified",
]
CHANGEABLE = ("Draft", "Planned", "Overdue")


def get_visits(first: date, last: date) -> list[frappe._dict]:
	"""Return the visits that are on these days, of those that the user may read, with what planning asks of them."""
	visits = frappe.get_list(
		VISIT,
		filters=[["mntc_date", "between", [add_days(first, -DAYS_BEFORE), last]], ["docstatus", "<", 2]],
		or_filters=get_reaching(first),
		fields=FIELDS,
		order_by="mntc_date, mntc_time, name",
		limit=0,
	)
	return [visit for visit in add_facts(visits) if visit.end_day >= first]


def get_unseen(
	first: date, last: date, technicians: Iterable[str], seen: Iterable[dict]
) -> list[frappe._dict]:
	"""Return what takes these technicians' time besides the visits that the user sees: nobody's, nowhere, no name.

	Whoever plans must not promise hours that are taken, and learns no more than that they are.
	"""
	names, known = sorted(technicians), {visit["name"] for visit in seen}
	visit, row = DocType(VISIT), DocType("Maintenance Visit Purpose")
	query = (
		frappe.qb.from_(visit)
		.join(row)
		.on((row.parent == visit.name) & (row.parenttype == VISIT))
		.select(visit.name, visit.mntc_date, visit.mntc_time, visit.planned_duration, row.service_person)
		.where(reaches_into(visit, first, last) & (visit.docstatus == 0))
		.where(row.service_person.isin(names))
		.orderby(visit.mntc_date, visit.mntc_time, visit.name, row.idx)
	)
	unseen: dict[str, frappe._dict] = {}
	for taken in query.run(as_dict=True) if names else ():
		if taken.name not in known:
			hidden = unseen.setdefault(taken.name, make_unseen(taken, len(unseen)))
			hidden.technicians = list(dict.fromkeys([*hidden.technicians, taken.service_person]))
	return [hidden for hidden in unseen.values() if hidden.end_day >= first]


def make_unseen(taken: dict, number: int) -> frappe._dict:
	nothing = dict.fromkeys(("position", "territory", "priority", "earliest", "latest"))
	times = {"mntc_date": taken.mntc_date, "planned_duration": taken.planned_duration, **get_times(taken)}
	return frappe._dict(nothing, **times, name=f"({number})", technicians=[], rows=[], skills=[])


def get_visits_by_name(names: Iterable[str]) -> list[frappe._dict]:
	names = list(names)
	if not names:
		return []
	filters = {"name": ("in", names)}
	return add_facts(frappe.get_list(VISIT, filters=filters, fields=FIELDS, order_by="name", limit=0))


def add_facts(visits: list[frappe._dict]) -> list[frappe._dict]:
	"""Tell of each visit its rows, skills and place, in the same few statements for any number of them."""
	names = [visit.name for visit in visits]
	rows = group(get_rows("Maintenance Visit Purpose", VISIT, names, ["parent", *ROW_FIELDS]))
	skills = get_skills_asked_for(visits, rows)
	addresses = get_addresses(visits)
	for visit in visits:
		address = addresses.get(visit.customer_address, {})
		of_visit = rows.get(visit.name, [])
		visit.update(
			{
				**get_times(visit),
				"rows": of_visit,
				"technicians": list(
					dict.fromkeys(row.service_person for row in of_visit if row.service_person)
				),
				"skills": sorted(skills.get(visit.name, ())),
				"city": address.get("city"),
				"position": read_position(address.get("service_position")),
				"is_changeable": visit.docstatus == 0 and visit.status in CHANGEABLE,
			}
		)
	return visits


ROW_FIELDS = ["name", "service_person", "item_code", "item_name"]


def group(rows: list[frappe._dict]) -> dict[str, list[frappe._dict]]:
	grouped = {}
	for row in rows:
		grouped.setdefault(row.pop("parent"), []).append(row)
	return grouped


def get_times(visit: dict) -> dict:
	"""Tell the period in minutes: `start` of its day, or None, and how long it takes."""
	period = get_period(visit)
	start: datetime = period["planned_start"]
	return {
		"start": None if period["all_day"] else start.hour * 60 + start.minute,
		"minutes": get_seconds(visit) // 60,
		# A visit that ends at midnight isn't on the day that begins then
		"end_day": max((period["planned_end"] - timedelta(seconds=1)).date(), visit.mntc_date),
	}


def get_addresses(visits: list[dict]) -> dict[str, frappe._dict]:
	names = {visit.customer_address for visit in visits if visit.customer_address}
	return get_by_name("Address", names, ["city", "service_position"])


def get_skills_asked_for(visits: list[dict], rows: dict[str, list[dict]]) -> dict[str, set[str]]:
	"""Return {visit: skills}: its own, and those of its items and checklists."""
	if not frappe.get_all("Service Skill", limit=1):
		return {}
	names = [visit.name for visit in visits]
	of_visit = get_skills(VISIT, names)
	of_item = get_skills("Item", {row.item_code for each in rows.values() for row in each if row.item_code})
	checklists = get_checklists(visits)
	of_checklist = get_skills(
		"Maintenance Checklist", {name for each in checklists.values() for name in each}
	)
	asked: dict[str, set[str]] = {}
	for name in names:
		asked[name] = set(of_visit.get(name, ()))
		for row in rows.get(name, ()):
			asked[name].update(of_item.get(row.item_code, ()))
		for checklist in checklists.get(name, ()):
			asked[name].update(of_checklist.get(checklist, ()))
	return asked


def get_checklists(visits: list[dict]) -> dict[str, set[str]]:
	"""Return {visit: checklists}: the one chosen by hand, and those that its items brought along."""
	checklists = {visit.name: {visit.maintenance_checklist} - {None, ""} for visit in visits}
	check = DocType("Maintenance Visit Check")
	query = frappe.qb.from_(check).select(check.parent, check.maintenance_checklist).distinct()
	names = list(checklists)
	is_of_visits = (check.parenttype == VISIT) & check.parent.isin(names)
	for name, checklist in names and query.where(is_of_visits & (check.maintenance_checklist != "")).run():
		checklists[name].add(checklist)
	return checklists
