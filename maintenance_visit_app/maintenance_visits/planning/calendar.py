"""The calendar of visits: what it shows, and what happens when a visit is dragged to another time.

All times are the site's, as the visit's own fields are, whatever the user's time zone. A visit without a time is on
its day; where it is planned for more than a day, it is on as many days as that fills.
"""

from datetime import date, datetime, time, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, cint, cstr

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.dates import (
	DAY_SECONDS,
	DAYS_BEFORE,
	UNPLANNED_SECONDS,
	get_seconds,
	get_whole_days,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import (
	get_day,
	get_json,
	get_moment,
	throw_unreadable,
)
from maintenance_visit_app.maintenance_visits.permitted_visit import get_permitted_visit
from maintenance_visit_app.retry import retried

FIELDS = [
	"name",
	"docstatus",
	"status",
	"completion_status",
	"customer_name",
	"technicians",
	"mntc_date",
	"mntc_time",
	"planned_duration",
]
ORDER = "`tabMaintenance Visit`.`mntc_date`, `tabMaintenance Visit`.`mntc_time`"


@frappe.whitelist()
@complete
def get_events(
	doctype: str, start: str | date, end: str | date, filters: str | list | None = None
) -> list[dict]:
	"""Return the visits between two days that the user may read and that aren't cancelled.

	`filters` are those of the list: a technician is filtered by the Sales Person of the rows. Called by Frappe's
	calendar, which tells more of itself than is needed here.
	"""
	first, last = get_day(start), get_day(end)
	conditions = [
		["Maintenance Visit", "mntc_date", "between", [add_days(first, -DAYS_BEFORE), last]],
		["Maintenance Visit", "docstatus", "<", 2],
		*get_conditions(filters),
	]
	visits = frappe.get_list(
		"Maintenance Visit",
		filters=conditions,
		or_filters=get_reaching(first),
		fields=FIELDS,
		distinct=True,
		order_by=ORDER,
	)
	for visit in visits:
		visit.update(get_period(visit))
		visit.title = ", ".join(filter(None, (visit.customer_name or visit.name, visit.technicians)))
	return [visit for visit in visits if visit.planned_end > datetime.combine(first, time.min)]


def get_conditions(filters: str | list | None) -> list[list]:
	"""Return a list's filters: each names a field, an operator and a value, and maybe a DocType before them."""
	conditions = [
		get_json(condition, list, "filters") for condition in get_json(filters or [], list, "filters")
	]
	for condition in conditions:
		if not 3 <= len(condition) <= 5:
			throw_unreadable("filters")
	return conditions


def get_reaching(first: date) -> list[list]:
	"""Ask for what begins on the first day or later, or on the day before, or is planned for more than a day."""
	return [
		["Maintenance Visit", "mntc_date", ">=", add_days(first, -1)],
		["Maintenance Visit", "planned_duration", ">", DAY_SECONDS],
	]


def get_period(visit: dict) -> dict:
	day = datetime.combine(visit.mntc_date, time.min)
	if visit.mntc_time is None:
		days = max(get_whole_days(visit), 1)
		return {"planned_start": day, "planned_end": day + timedelta(days=days), "all_day": 1}
	start = day + visit.mntc_time
	end = start + timedelta(seconds=get_seconds(visit))
	return {"planned_start": start, "planned_end": end, "all_day": 0}


@frappe.whitelist(methods=["POST"])
@complete
@retried
def move_visit(args: str | dict, field_map: str | dict | None = None) -> None:
	"""Give a draft visit the date and time to which it was dragged in the calendar, and the end, if that was.

	`args` are {name, planned_start, planned_end, all_day}: without `planned_end` the visit keeps its length. Frappe's
	own calendars send one always, and tell of no whole day where there are several. The user needs to write the
	visit; what saving it refuses is refused here, too, and the calendar puts the visit back.
	"""
	args = frappe._dict(get_json(args, dict, "args"))
	visit = get_permitted_visit(cstr(args.name), "write")
	start = get_moment(args.planned_start)
	end = get_moment(args.planned_end) if args.planned_end else None
	if cint(args.all_day) or is_moved_by_days(visit, start, end):
		set_days(visit, start, end)
	else:
		set_period(visit, start, end)
	visit.save()


def is_moved_by_days(visit: Document, start: datetime, end: datetime | None) -> bool:
	"""Tell whether a visit without a time goes from one midnight to another: nobody drew that into the hours."""
	is_at_midnight = start.time() == time.min and bool(end) and end.time() == time.min
	return visit.mntc_time is None and is_at_midnight


def set_days(visit: Document, start: datetime, end: datetime | None) -> None:
	"""Let a visit have no time. Its length changes where it fills other days than it did."""
	visit.update({"mntc_date": start.date(), "mntc_time": None})
	days = count_days(start, end) if end else None
	if days and days != max(get_whole_days(visit), 1):
		visit.planned_duration = days * DAY_SECONDS if days > 1 else None


def count_days(start: datetime, end: datetime) -> int:
	"""Return how many days there are until the end, which is the last second of a day or the first of the next."""
	return max((end + timedelta(seconds=1) - start).days, 1)


def set_period(visit: Document, start: datetime, end: datetime | None) -> None:
	"""A duration that nobody chose stays open as long as the visit is only moved; whole days are no hours."""
	if visit.mntc_time is None and get_whole_days(visit) > 1:
		visit.planned_duration = None
	visit.update({"mntc_date": start.date(), "mntc_time": start.strftime("%H:%M:%S")})
	seconds = int((end - start).total_seconds()) if end else UNPLANNED_SECONDS
	if end and (visit.planned_duration or seconds != UNPLANNED_SECONDS):
		visit.planned_duration = seconds
