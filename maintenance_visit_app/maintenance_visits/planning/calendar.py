"""The calendar of visits: what it shows, and what happens when a visit is dragged to another time."""

from datetime import date, datetime, time, timedelta

import frappe
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import cint, cstr

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.dates import (
	UNPLANNED_SECONDS,
	get_seconds,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import (
	get_day,
	get_json,
	get_moment,
)
from maintenance_visit_app.retry import retried

FIELDS = [
	"name",
	"docstatus",
	"status",
	"completion_status",
	"customer_name",
	"mntc_date",
	"mntc_time",
	"planned_duration",
]
ORDER = "`tabMaintenance Visit`.`mntc_date`, `tabMaintenance Visit`.`mntc_time`"


@frappe.whitelist()
def get_events(
	doctype: str, start: str | date, end: str | date, filters: str | list | None = None
) -> list[dict]:
	"""Return the visits between two days that the user may read and that aren't cancelled.

	`filters` are those of the list: a technician is filtered by the Sales Person of the rows. Called by Frappe's
	calendar, which tells more of itself than is needed here.
	"""
	days = get_day(start), get_day(end)
	conditions = [
		["Maintenance Visit", "mntc_date", "between", days],
		["Maintenance Visit", "docstatus", "<", 2],
		*(get_json(condition, list, "filters") for condition in get_json(filters or [], list, "filters")),
	]
	visits = frappe.get_list(
		"Maintenance Visit", filters=conditions, fields=FIELDS, distinct=True, order_by=ORDER
	)
	technicians = get_technicians(days) if visits else {}
	for visit in visits:
		visit.update(get_period(visit))
		visit.title = ", ".join([visit.customer_name or visit.name, *technicians.get(visit.name, ())])
	return visits


def get_technicians(days: tuple[date, date]) -> dict[str, list[str]]:
	"""Return {visit: [technician, …]} of all visits of these days: to name those that are shown would cost more."""
	visit, purpose = DocType("Maintenance Visit"), DocType("Maintenance Visit Purpose")
	technicians = {}
	for name, service_person in (
		frappe.qb.from_(visit)
		.join(purpose)
		.on((purpose.parent == visit.name) & (purpose.parenttype == "Maintenance Visit"))
		.select(visit.name, purpose.service_person)
		.where(visit.mntc_date[days[0] : days[1]] & (purpose.service_person != ""))
		.orderby(purpose.idx)
		.run()
	):
		names = technicians.setdefault(name, [])
		if service_person not in names:
			names.append(service_person)
	return technicians


def get_period(visit: dict) -> dict:
	day = datetime.combine(visit.mntc_date, time.min)
	if visit.mntc_time is None:
		return {"planned_start": day, "planned_end": day + timedelta(days=1), "all_day": 1}
	start = day + visit.mntc_time
	end = start + timedelta(seconds=get_seconds(visit))
	return {"planned_start": start, "planned_end": end, "all_day": 0}


@frappe.whitelist(methods=["POST"])
@retried
def move_visit(args: str | dict, field_map: str | dict) -> None:
	"""Give a draft visit the date, time and duration to which it was dragged in the calendar.

	`args` are {name, planned_start, planned_end, all_day}. The user needs to write the visit; what saving it
	refuses is refused here, too, and Frappe puts the visit back.
	"""
	args = frappe._dict(get_json(args, dict, "args"))
	visit = frappe.get_doc("Maintenance Visit", cstr(args.name))
	set_period(visit, get_moment(args.planned_start), get_moment(args.planned_end), cint(args.all_day))
	visit.save()


def set_period(visit: Document, start: datetime, end: datetime, all_day: int) -> None:
	"""A duration that nobody chose stays open as long as the visit is only moved."""
	visit.mntc_date = start.date()
	visit.mntc_time = None if all_day else start.strftime("%H:%M:%S")
	seconds = int((end - start).total_seconds())
	if not all_day and (visit.planned_duration or seconds != UNPLANNED_SECONDS):
		visit.planned_duration = seconds
