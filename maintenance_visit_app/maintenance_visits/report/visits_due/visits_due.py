"""Report *Visits Due*: what is to be done until a day, whether a visit is planned for it or not.

A row is either a draft visit, or a date of a submitted Maintenance Schedule that isn't fully completed and has no
draft visit, or an open Warranty Claim that has none: that one is due on the day of its complaint. *Days Overdue* counts the days between its date and today; 0 is today or later. A visit that nobody has
begun and whose day has passed is overdue, whether the daily job has run or not.
"""

from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, format_date, getdate, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import get_day
from maintenance_visit_app.maintenance_visits.report import visits, weeks
from maintenance_visit_app.maintenance_visits.report.cards import get_card
from maintenance_visit_app.maintenance_visits.report.columns import get_column
from maintenance_visit_app.maintenance_visits.report.visits_due import open_claims, schedule_dates

DAYS_AHEAD = 30
WITHOUT_VISIT, OVERDUE_WITHOUT_VISIT = "Without a Visit", "Overdue without a Visit"
IN_DRAFTS, NOT_BEGUN = {"Draft", "Planned", "In Progress", "Overdue"}, {"Draft", "Planned", "Overdue"}
# status of a row: (what it counts as in the chart, its colour)
STATUSES = {
	"Draft": ("Planned", "gray"),
	"Planned": ("Planned", "blue"),
	"In Progress": ("Planned", "purple"),
	"Overdue": ("Overdue", "red"),
	OVERDUE_WITHOUT_VISIT: ("Overdue", "red"),
	WITHOUT_VISIT: (WITHOUT_VISIT, "orange"),
}
LAYERS = {"Overdue": "red", "Planned": "blue", WITHOUT_VISIT: "orange"}
# The filter *Status*: the statuses that it finds
FOUND_BY = {
	"Draft": {"Draft"},
	"Planned": {"Planned"},
	"In Progress": {"In Progress"},
	"Overdue": {"Overdue", OVERDUE_WITHOUT_VISIT},
	WITHOUT_VISIT: {WITHOUT_VISIT, OVERDUE_WITHOUT_VISIT},
}
FIELDS = ["name", "mntc_date", "status", "customer", "customer_name", "maintenance_schedule"]


def execute(filters: dict | None = None) -> tuple:
	"""Return columns, rows, message, chart and summary of what the user may read.

	`filters` may name until (30 days from today where it doesn't), company, customer, maintenance_type, status and
	sales_person (one, or a group of them).

	Raises UnknownStatusError.
	"""
	filters = frappe._dict(filters or {})
	visits.validate_filters(filters)
	filters.until = get_day(filters.until or add_days(today(), DAYS_AHEAD))
	statuses = get_statuses(filters.status)
	rows = [*get_draft_visits(filters, statuses), *get_rows_without_visit(filters, statuses)]
	rows.sort(key=lambda row: (row.date, row.customer, row.maintenance_visit or ""))
	chart, summary = get_chart(rows), get_summary(rows)
	show_statuses(rows)
	return get_columns(), rows, get_message(filters, rows), chart, summary


def get_statuses(status: str | None) -> set[str]:
	if not status:
		return set(STATUSES)
	visits.validate_status(status, FOUND_BY)
	return FOUND_BY[status]


def show_statuses(rows: list[dict]) -> None:
	"""Give each row its colour, and its status in the user's words."""
	words = {
		**{status: _(status) for status in IN_DRAFTS},
		WITHOUT_VISIT: _("Without a Visit"),
		OVERDUE_WITHOUT_VISIT: _("Overdue without a Visit"),
	}
	for row in rows:
		row.color, row.status = STATUSES[row.status][1], words[row.status]


def get_columns() -> list[dict]:
	columns = [
		get_column("date", _("Date"), "Date", 110),
		get_column("days_overdue", _("Days Overdue"), "Int", 130),
		get_column("status", _("Status"), "Data", 210),
		get_column("customer", _("Customer"), "Link", 190, "Customer"),
		get_column("customer_name", _("Customer Name"), "Data", 190),
		get_column("item_code", _("Item Code"), "Link", 160, "Item"),
		get_column("number_of_rows", _("Rows"), "Int", 70),
		get_column("technicians", _("Technicians"), "Data", 180),
		get_column("maintenance_visit", _("Maintenance Visit"), "Link", 190, "Maintenance Visit"),
		get_column("maintenance_schedule", _("Maintenance Schedule"), "Link", 190, "Maintenance Schedule"),
	]
	if open_claims.is_there():
		columns.append(get_column("warranty_claim", _("Warranty Claim"), "Link", 190, "Warranty Claim"))
	return columns


def get_draft_visits(filters: dict, statuses: set[str]) -> list[frappe._dict]:
	"""Return a row for each draft visit; its first purpose tells the item."""
	if not statuses & IN_DRAFTS:
		return []
	# What is stored may be of yesterday
	stored = statuses | NOT_BEGUN if "Overdue" in statuses else statuses
	drafts, purposes = visits.get_visits_and_rows(
		frappe._dict(filters, technician=filters.sales_person),
		[
			["docstatus", "=", 0],
			["mntc_date", "<=", filters.until],
			["status", "in", sorted(stored & IN_DRAFTS)],
		],
		FIELDS,
	)
	rows = [get_visit_row(visit, purposes[visit.name]) for visit in drafts]
	return [row for row in rows if row.status in statuses]


def get_visit_row(visit: dict, purposes: list[tuple]) -> frappe._dict:
	_numbers, technicians, items = zip(*purposes, strict=True)
	days_overdue = get_days_overdue(visit.mntc_date)
	return frappe._dict(
		date=visit.mntc_date,
		days_overdue=days_overdue,
		status="Overdue" if days_overdue and visit.status in NOT_BEGUN else visit.status,
		customer=visit.customer,
		customer_name=visit.customer_name,
		item_code=items[0],
		number_of_rows=len(items),
		technicians=visits.join(technicians),
		maintenance_visit=visit.name,
		maintenance_schedule=visit.maintenance_schedule,
	)


def get_rows_without_visit(filters: dict, statuses: set[str]) -> list[frappe._dict]:
	"""Return a row for each open date of a schedule, and for each open claim, of the type that its visit would have."""
	if not statuses & FOUND_BY[WITHOUT_VISIT]:
		return []
	until = filters.until if WITHOUT_VISIT in statuses else min(filters.until, add_days(getdate(today()), -1))
	rows = []
	if filters.maintenance_type in (None, "", "Scheduled"):
		rows += schedule_dates.get_dates_without_visit(filters, until)
	if filters.maintenance_type in (None, "", "Breakdown"):
		rows += open_claims.get_claims_without_visit(filters, until)
	for row in rows:
		row.days_overdue, row.number_of_rows = get_days_overdue(row.date), 1
		row.status = OVERDUE_WITHOUT_VISIT if row.days_overdue else WITHOUT_VISIT
	return rows


def get_days_overdue(day: date) -> int:
	return max((getdate(today()) - day).days, 0)


def get_message(filters: dict, rows: list[dict]) -> str | None:
	return None if rows else _("Nothing is due until {0}.").format(format_date(filters.until))


def get_chart(rows: list[dict]) -> dict:
	"""Count by week, one layer for each kind; what is due before this week is in the first bar."""
	if not rows:
		return {"type": "bar", "data": {}}
	counts = weeks.count_by_week([(row.date, STATUSES[row.status][0]) for row in rows])
	this_week = weeks.get_monday(getdate(today()))
	mondays = weeks.get_mondays(this_week, max(this_week, rows[-1].date))
	earlier = {
		kind: sum(count for (monday, of), count in counts.items() if of == kind and monday < this_week)
		for kind in LAYERS
	}
	return weeks.get_stacked_bars(
		[_("Earlier"), *weeks.get_labels(mondays)],
		[
			(_(kind, context="Visits Due"), [earlier[kind], *(counts[monday, kind] for monday in mondays)])
			for kind in LAYERS
		],
		list(LAYERS.values()),
	)


def get_summary(rows: list[dict]) -> list[dict]:
	"""Count what is due, and of it: an overdue date without a visit is both overdue and without a visit."""
	planned = {status for status, (kind, _color) in STATUSES.items() if kind == "Planned"}
	return [
		get_card(_("Due", context="Visits Due"), len(rows), "Int"),
		get_card(_("Overdue"), count(rows, FOUND_BY["Overdue"]), "Int", "red"),
		get_card(_("Planned", context="Visits Due"), count(rows, planned), "Int", "blue"),
		get_card(_("Without a Visit"), count(rows, FOUND_BY[WITHOUT_VISIT]), "Int", "orange"),
	]


def count(rows: list[dict], statuses: set[str]) -> int:
	return sum(row.status in statuses for row in rows)
