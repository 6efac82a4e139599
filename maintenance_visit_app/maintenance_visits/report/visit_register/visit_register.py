"""Report *Visit Register*: a row for each visit of a period, with who came, for what, and how it ended.

Without filters it has the submitted visits of the last three months.
"""

import frappe
from frappe import _
from frappe.utils import flt

from maintenance_visit_app.derived.visited_rows import FULLY
from maintenance_visit_app.maintenance_visits.report import visits, weeks
from maintenance_visit_app.maintenance_visits.report.cards import get_card
from maintenance_visit_app.maintenance_visits.report.columns import get_column

ALL = "All but Cancelled"
STATUSES = ("Submitted", "Draft", "Planned", "Overdue", "In Progress", ALL)
# The colours of the chart Visits by Week and Type; the longest name last: Frappe's charts leave each the same room
TYPES = {"Scheduled": "#318AD8", "Breakdown": "#E24C4C", "Unscheduled": "#B9A4E8"}
FIELDS = [
	"name",
	"mntc_date",
	"customer",
	"customer_name",
	"maintenance_type",
	"status",
	"completion_status",
	"working_hours",
	"rating",
	"billing_status",
	"follow_up_of",
]
TRANSLATED = ("maintenance_type", "status", "completion_status", "billing_status")


def execute(filters: dict | None = None) -> tuple:
	"""Return columns, rows, message, chart and summary of the visits that the user may read.

	`filters` may name from_date, to_date, company, customer, customer_group, territory, maintenance_type, status,
	completion_status, billing_status, technician (a Sales Person or a group of them), item_code and serial_no.

	Raises PeriodError, UnknownStatusError.
	"""
	filters = frappe._dict(filters or {})
	visits.set_period(filters)
	rows = get_rows(filters)
	chart, summary = get_chart(filters, rows), get_summary(rows)
	visits.translate(rows, *TRANSLATED)
	return get_columns(), rows, get_message(rows), chart, summary


def get_rows(filters: dict) -> list[frappe._dict]:
	rows, purposes = visits.get_visits_and_rows(filters, get_conditions(filters), FIELDS)
	for row in rows:
		numbers, technicians, items = zip(*purposes[row["name"]], strict=True)
		row["technicians"], row["items_text"] = visits.join(technicians), visits.join(items)
		row["number_of_rows"] = len(numbers) if numbers[0] else 0
		# Frappe writes 0 where nobody rated
		row["rating"] = row["rating"] or None
	return rows


def get_conditions(filters: dict) -> list[list]:
	equal = ("completion_status", "billing_status")
	return [
		["mntc_date", "between", [filters.from_date, filters.to_date]],
		get_status_condition(filters.status or STATUSES[0]),
		*([fieldname, "=", filters[fieldname]] for fieldname in equal if filters.get(fieldname)),
	]


def get_status_condition(status: str) -> list:
	visits.validate_status(status, STATUSES)
	return ["docstatus", "<", 2] if status == ALL else ["status", "=", status]


def get_columns() -> list[dict]:
	return [
		get_column("mntc_date", _("Date"), "Date", 110),
		get_column("name", _("Maintenance Visit"), "Link", 190, "Maintenance Visit"),
		get_column("customer", _("Customer"), "Link", 160, "Customer"),
		get_column("customer_name", _("Customer Name"), "Data", 160),
		get_column("maintenance_type", _("Maintenance Type"), "Data", 150),
		get_column("status", _("Status"), "Data", 100),
		get_column("completion_status", _("Completion Status"), "Data", 160),
		get_column("technicians", _("Technicians"), "Data", 150),
		get_column("items_text", _("Items"), "Data", 160),
		get_column("number_of_rows", _("Rows"), "Int", 70),
		get_column("working_hours", _("Working Hours"), "Float", 145),
		get_column("rating", _("Rating"), "Rating", 140),
		get_column("billing_status", _("Billing Status"), "Data", 185),
		get_column("follow_up_of", _("Follow-up Of"), "Link", 190, "Maintenance Visit"),
	]


def get_message(rows: list[dict]) -> str | None:
	return None if rows else _("No visit of this period fits the filters.")


def get_chart(filters: dict, rows: list[dict]) -> dict:
	"""Count visits by week, one layer for each maintenance type."""
	if not rows:
		return {"type": "bar", "data": {}}
	counts = weeks.count_by_week([(row["mntc_date"], row["maintenance_type"]) for row in rows])
	mondays = weeks.get_mondays(filters.from_date, filters.to_date)
	return weeks.get_stacked_bars(
		weeks.get_labels(mondays),
		[(_(kind), [counts[monday, kind] for monday in mondays]) for kind in TYPES],
		list(TYPES.values()),
	)


def get_summary(rows: list[dict]) -> list[dict]:
	completions = [row["completion_status"] for row in rows if row["status"] == "Submitted"]
	hours = sum(row["working_hours"] or 0 for row in rows)
	ratings = [row["rating"] for row in rows if row["rating"]]
	return [
		get_card(_("Visits"), len(rows), "Int"),
		get_card(_("Hours"), flt(hours, 2), "Float"),
		get_card(
			_("Fully Completed"),
			visits.get_percentage(completions.count(FULLY), len(completions)),
			"Percent",
			"green",
		),
		get_card(_("Average Rating"), visits.get_share(sum(ratings), len(ratings)), "Rating"),
	]
