"""Report *Equipment History*: what happened to each serial number, or to one of them visit by visit.

- **Visit**: a submitted visit in the period with a row for the equipment, also one that left the row pending.
- **Breakdown** (failure): such a visit of Maintenance Type *Breakdown* that follows up no other one.
- **MTBF**, in days: from the first to the last breakdown in the period, divided by (breakdowns - 1). Empty with
  fewer than two. Calendar time: nobody records when equipment operates. Of several serial numbers: the days of
  all that had two or more, divided by the sum of their (breakdowns - 1).
- **MTTR**, in hours: working hours of the breakdowns and of what followed them up, a follow-up's follow-up too,
  divided by breakdowns. Empty without any. Only visits in the period count: the hours of a follow-up whose
  breakdown came before it are in *Hours*, and not in MTTR.
- **Hours** and **parts** of a visit (these in stock units) are shared equally among the rows worked on.
- Rows without a serial number are grouped by customer and item. There may be more than one machine behind them:
  they have no MTBF, neither here nor in the total.

ISO 14224:2016 calls this MTBF the mean elapsed time between failures, in calendar time (3.60); IEC 60050-192 takes
operating time (192-05-13). EN 15341 divides the total time to restoration by the number of failures; MTTR here does
so with the hours at work, which is closer to ISO 14224's active repair time (8.3.3): without the time until somebody
noticed, travel and waiting. Two technicians who work an hour count two.
"""

import frappe
from frappe import _
from frappe.utils import add_days, add_months, getdate, today

from maintenance_visit_app.maintenance_visits.report.by_visit import get_rows
from maintenance_visit_app.maintenance_visits.report.cards import get_card
from maintenance_visit_app.maintenance_visits.report.equipment_history import detail
from maintenance_visit_app.maintenance_visits.report.equipment_history.columns import (
	get_detail_columns,
	get_overview_columns,
)
from maintenance_visit_app.maintenance_visits.report.equipment_history.history import (
	DAYS_DECIMALS,
	History,
	get_histories,
	get_mtbf,
	get_mttr,
)
from maintenance_visit_app.maintenance_visits.report.equipment_history.parts import get_parts
from maintenance_visit_app.maintenance_visits.report.visits import set_period
from maintenance_visit_app.records import get_by_name

MONTHS = 12
MOST_ITEMS = 10
COVERED_UNTIL = ("warranty_expiry_date", "amc_expiry_date")
VISIT_FIELDS = ("mntc_date", "customer", "maintenance_type", "follow_up_of", "working_hours")
ROW_FIELDS = ("item_code", "serial_no", "completion_status")


def execute(filters: dict | None = None) -> tuple:
	"""Return columns, rows, no message, chart and summary.

	`filters` may name from_date, to_date (the last twelve months), company, customer, territory, item_code and
	serial_no. With a serial number the rows are its visits. Only visits that the user may read count.
	"""
	filters = frappe._dict(filters or {})
	set_last_year(filters)
	set_period(filters)
	if filters.serial_no:
		return get_detail(filters)
	return get_overview(filters)


def set_last_year(filters: dict) -> None:
	filters.to_date = getdate(filters.to_date or today())
	filters.from_date = filters.from_date or add_days(add_months(filters.to_date, -MONTHS), 1)


def get_overview(filters: dict) -> tuple:
	rows = get_rows(filters, VISIT_FIELDS, ROW_FIELDS)
	histories = [
		history
		for history in get_histories(rows, get_parts(filters)).values()
		if filters.item_code in (None, "", history.item_code)
	]
	histories.sort(key=lambda history: (-len(history.breakdowns), -len(history.visits)))
	overview = add_details([history.as_row() for history in histories])
	return get_overview_columns(), overview, None, get_chart(histories), get_summary(histories)


def get_detail(filters: dict) -> tuple:
	names = detail.get_names(filters.serial_no)
	rows = get_rows(filters, VISIT_FIELDS, (*ROW_FIELDS, *detail.ROW_FIELDS), names)
	parts = get_parts(filters, names)
	history = get_histories(rows, parts).get(filters.serial_no)
	visits = detail.get_detail_rows(rows, parts, filters.serial_no)
	return get_detail_columns(), visits, None, None, get_summary([history] if history else [])


def add_details(rows: list[dict]) -> list[dict]:
	"""Add what items are called, and until when serial numbers are covered, where the user may read these."""
	items = get_by_name("Item", {row["item_code"] for row in rows} - {None, ""}, ["item_name"])
	serial_numbers = get_coverage({row["serial_no"] for row in rows} - {None, ""})
	for row in rows:
		item, serial_no = items.get(row["item_code"]), serial_numbers.get(row["serial_no"], {})
		row["item_name"] = item and item.item_name
		row.update({fieldname: serial_no.get(fieldname) for fieldname in COVERED_UNTIL})
	return rows


def get_coverage(serial_numbers: set[str]) -> dict[str, dict]:
	if not frappe.has_permission("Serial No", "read"):
		return {}
	return get_by_name("Serial No", serial_numbers, list(COVERED_UNTIL))


def get_chart(histories: list[History]) -> dict:
	"""Return the items that broke down most; without labels Desk says that there is no data."""
	breakdowns = {}
	for history in histories:
		if history.breakdowns:
			item = history.item_code or _("Not Set")
			breakdowns[item] = breakdowns.get(item, 0) + len(history.breakdowns)
	most = sorted(breakdowns, key=lambda item: (-breakdowns[item], item))[:MOST_ITEMS]
	values = [breakdowns[item] for item in most]
	data = {"labels": most, "datasets": [{"name": _("Breakdowns"), "values": values}]} if most else {}
	return {"data": data, "type": "bar", "colors": ["red"], "fieldtype": "Int"}


def get_summary(histories: list[History]) -> list[dict]:
	visits = {visit for history in histories for visit in history.visits}
	breakdowns = sum(len(history.breakdowns) for history in histories)
	mtbf, mttr = get_mtbf(histories), get_mttr(histories)
	return [
		get_card(_("Visits"), len(visits), "Int"),
		get_card(_("Breakdowns"), breakdowns, "Int"),
		get_card(_("MTBF (Days)"), mtbf, "Float", precision=DAYS_DECIMALS),
		get_card(_("MTTR (Hours)"), mttr, "Float"),
	]
