"""The coming dates of Maintenance Schedules → planned visits, once for each row of a schedule."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import add_days, get_link_to_form, getdate, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)
from maintenance_visit_app.maintenance_visits.mappers.from_maintenance_schedule import (
	make_maintenance_visit,
)

# As many visits as a user waits for; more are made in the background.
MOST_AT_ONCE = 10


@frappe.whitelist(methods=["POST"])
def generate_planned_visits(maintenance_schedule: str, until: str | date | None = None) -> list[str]:
	"""Make draft visits for the schedule's dates from today to `until`, and return their names.

	Without `until` the days ahead of Maintenance Visit Settings count. Rows of one day and sales person come
	into one visit; a row that ever had a visit gets no other one. Where there are many, a background job makes
	them, and the answer is empty. The user needs to read the schedule and to create visits.
	"""
	frappe.has_permission("Maintenance Schedule", "read", maintenance_schedule, throw=True)
	frappe.has_permission("Maintenance Visit", "create", throw=True)
	until = getdate(until or get_last_day())
	due = get_due_rows(until, maintenance_schedule)
	if not due:
		tell_none_due(maintenance_schedule, until)
	if len(list(group(due))) <= MOST_AT_ONCE:
		return make_planned_visits(maintenance_schedule, until)
	enqueue(maintenance_schedule, until)
	frappe.msgprint(
		_("{0} dates are due: their visits are made in the background and come up in the list.").format(
			len(due)
		),
		alert=True,
	)
	return []


def generate_planned_visits_daily() -> None:
	"""Make the visits that are due within the days ahead, where the settings say so. Daily job."""
	if get_settings().generate_planned_visits:
		until = get_last_day()
		for maintenance_schedule in sorted({row.parent for row in get_due_rows(until)}):
			enqueue(maintenance_schedule, until)


@frappe.whitelist()
def get_last_day() -> date:
	"""Return the day until which visits are planned today, by Maintenance Visit Settings. For every user."""
	return getdate(add_days(today(), get_settings().days_ahead))


def enqueue(maintenance_schedule: str, until: date) -> None:
	frappe.enqueue(
		make_planned_visits,
		queue="long",
		job_id=f"planned visits of {maintenance_schedule}",
		deduplicate=True,
		enqueue_after_commit=True,
		maintenance_schedule=maintenance_schedule,
		until=until,
	)


def make_planned_visits(maintenance_schedule: str, until: date) -> list[str]:
	"""Insert the visits, while nobody else does so for this schedule, and assign them; their names."""
	frappe.db.get_value("Maintenance Schedule", maintenance_schedule, "name", for_update=True)
	return [
		make_planned_visit(maintenance_schedule, day, rows)
		for day, rows in group(get_due_rows(until, maintenance_schedule, for_update=True))
	]


def make_planned_visit(maintenance_schedule: str, day: date, rows: Iterable[dict]) -> str:
	visit = make_maintenance_visit(
		maintenance_schedule, item_name={"filtered_children": [row.name for row in rows]}
	)
	return visit.update({"mntc_date": day, "mntc_time": None}).insert().name


def group(due: list[dict]) -> Iterable[tuple[date, list[dict]]]:
	"""Yield the rows of each visit: those of one day and one sales person."""
	for (day, _person), rows in groupby(due, lambda row: (row.scheduled_date, row.sales_person)):
		yield day, list(rows)


def get_due_rows(
	until: date, maintenance_schedule: str | None = None, for_update: bool = False
) -> list[frappe._dict]:
	"""Return the pending rows of submitted schedules from today on that never had a visit, draft or other."""
	schedule, row = DocType("Maintenance Schedule"), DocType("Maintenance Schedule Detail")
	purpose, visit = DocType("Maintenance Visit Purpose"), DocType("Maintenance Visit")
	query = (
		frappe.qb.from_(row)
		.join(schedule)
		.on(schedule.name == row.parent)
		.left_join(purpose)
		.on(purpose.maintenance_schedule_detail == row.name)
		.left_join(visit)
		.on(visit.maintenance_schedule_detail == row.name)
		.select(row.name, row.parent, row.scheduled_date, row.sales_person)
		.where((schedule.docstatus == 1) & (row.completion_status == "Pending"))
		.where(row.scheduled_date[today() : until])
		.where(purpose.name.isnull() & visit.name.isnull())
		.orderby(row.scheduled_date, row.sales_person, row.idx)
	)
	if maintenance_schedule:
		query = query.where(schedule.name == maintenance_schedule)
	return (query.for_update() if for_update else query).run(as_dict=True)


def tell_none_due(maintenance_schedule: str, until: date) -> None:
	frappe.msgprint(
		_("Maintenance Schedule {0} has no date until {1} that is pending and without a visit.").format(
			get_link_to_form("Maintenance Schedule", maintenance_schedule), frappe.format(until, "Date")
		),
		alert=True,
	)
