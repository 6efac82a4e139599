"""What waits to be planned: visits without a technician or a time, and what is due and has no visit yet."""

from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_days, today

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.derived.orders import FULLY
from maintenance_visit_app.dispatch.visits import FIELDS, VISIT, add_facts
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import get_day
from maintenance_visit_app.maintenance_visits.planning.due_work import CLAIM, ORDER, SCHEDULE
from maintenance_visit_app.maintenance_visits.report.visits_due.open_claims import get_claims_without_visit
from maintenance_visit_app.maintenance_visits.report.visits_due.schedule_dates import (
	get_dates_without_visit,
)
from maintenance_visit_app.records import get_by_name

# Of each kind, the earliest
MOST = 200


@frappe.whitelist(methods=["GET", "POST"])
@complete
def get_tray(until: str | date) -> dict:
	"""Return {visits, sources}: what is to be planned until a day, or was due before it, of what the user may read.

	`visits` are drafts of nobody, or of no time; `sources` are dates of schedules, claims and orders that no visit is
	planned for: {doctype, name, rows, day, customer, customer_name, territory, text, technician}. The user needs to
	read visits.
	"""
	frappe.has_permission(VISIT, "read", throw=True)
	until = get_day(until)
	sources = [*get_dates(until), *get_claims(until), *get_orders(until)]
	add_territories(sources)
	return {"visits": get_unplanned_visits(until), "sources": sources}


def get_unplanned_visits(until: date) -> list[dict]:
	"""Drafts that nobody does or that have no time, but those that were begun."""
	visit = [["docstatus", "=", 0], ["mntc_date", "<=", until], ["status", "!=", "In Progress"]]
	open_to = [["technicians", "is", "not set"], ["mntc_time", "is", "not set"]]
	visits = frappe.get_list(
		VISIT, filters=visit, or_filters=open_to, fields=FIELDS, order_by="mntc_date, name", limit=MOST
	)
	return add_facts(visits)


def get_dates(until: date) -> list[dict]:
	"""Dates of one schedule, day and person are one visit."""
	found: dict[tuple, dict] = {}
	for row in sorted(get_dates_without_visit(frappe._dict(), until), key=lambda row: row.date)[:MOST]:
		key = (row.maintenance_schedule, row.date, row.technicians)
		source = found.setdefault(key, make_source(SCHEDULE, row.maintenance_schedule, row, row.technicians))
		source["rows"].append(row.maintenance_schedule_detail)
		source["items"].append(row.item_code)
	return list(found.values())


def get_claims(until: date) -> list[dict]:
	claims = get_claims_without_visit(frappe._dict(), until)[:MOST]
	return [
		{
			**make_source(CLAIM, claim.warranty_claim, claim),
			"items": [claim.item_code],
			"rows": [claim.warranty_claim],
		}
		for claim in claims
	]


def make_source(doctype: str, name: str, row: dict, technician: str | None = None) -> dict:
	return {
		"doctype": doctype,
		"name": name,
		"day": row.date,
		"customer": row.customer,
		"customer_name": row.customer_name,
		"technician": technician,
		"rows": [],
		"items": [],
	}


def get_orders(until: date) -> list[dict]:
	"""Return the orders of type Maintenance that aren't fully serviced, and that no draft visit is for."""
	if not frappe.has_permission(ORDER, "read"):
		return []
	orders = frappe.get_list(
		ORDER,
		filters={
			"order_type": "Maintenance",
			"docstatus": 1,
			"status": ("not in", ("Closed", "On Hold")),
			"maintenance_status": ("!=", FULLY),
			"delivery_date": ("<=", max(until, get_day(add_days(today(), 90)))),
		},
		fields=["name", "customer", "customer_name", "delivery_date as date"],
		order_by="delivery_date",
		limit=MOST,
	)
	planned = get_planned({order.name for order in orders})
	lines = get_items({order.name for order in orders} - planned)
	return [
		{**make_source(ORDER, order.name, order), "items": lines.get(order.name, []), "rows": [order.name]}
		for order in orders
		if order.name not in planned
	]


def get_planned(orders: set[str]) -> set[str]:
	"""Return which of these orders have a draft visit."""
	if not orders:
		return set()
	purpose = DocType("Maintenance Visit Purpose")
	query = frappe.qb.from_(purpose).select(purpose.prevdoc_docname).distinct()
	query = query.where((purpose.prevdoc_doctype == ORDER) & (purpose.docstatus == 0))
	return set(query.where(purpose.prevdoc_docname.isin(sorted(orders))).run(pluck=True))


def get_items(orders: set[str]) -> dict[str, list[str]]:
	if not orders:
		return {}
	filters = {"parent": ("in", sorted(orders)), "parenttype": ORDER}
	items: dict[str, list[str]] = {}
	for line in frappe.get_all("Sales Order Item", filters, ["parent", "item_code"], order_by="parent, idx"):
		items.setdefault(line.parent, []).append(line.item_code)
	return items


def add_territories(sources: list[dict]) -> None:
	customers = get_by_name("Customer", {source["customer"] for source in sources}, ["territory"])
	for source in sources:
		source["territory"] = customers.get(source["customer"], {}).get("territory")
