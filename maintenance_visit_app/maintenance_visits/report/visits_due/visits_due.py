"""Report *Visits Due*: what is to be done until a day, whether a visit is planned for it or not.

A row is either a draft visit, or a date of a submitted Maintenance Schedule that isn't fully completed and has no
draft visit. *Days Overdue* counts the days between its date and today; 0 is today or later.
"""

from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import date_diff, getdate, today


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Return columns and rows; `filters` may name until, company, customer and sales_person.

	Only what the user may read is shown.
	"""
	filters = frappe._dict(filters or {})
	until = getdate(filters.until) if filters.until else None
	rows = [*get_draft_visits(filters, until), *get_dates_without_visit(filters, until)]
	for row in rows:
		row.days_overdue = max(date_diff(today(), row.date), 0)
	return get_columns(), sorted(rows, key=lambda row: (getdate(row.date), row.customer))


def get_columns() -> list[dict]:
	return [
		{"fieldname": "date", "label": _("Date"), "fieldtype": "Date", "width": 110},
		{"fieldname": "days_overdue", "label": _("Days Overdue"), "fieldtype": "Int", "width": 110},
		{"fieldname": "status", "label": _("Status"), "fieldtype": "Data", "width": 150},
		link("customer", _("Customer"), "Customer"),
		{"fieldname": "customer_name", "label": _("Customer Name"), "fieldtype": "Data", "width": 180},
		link("item_code", _("Item Code"), "Item"),
		link("sales_person", _("Sales Person"), "Sales Person"),
		link("maintenance_visit", _("Maintenance Visit"), "Maintenance Visit"),
		link("maintenance_schedule", _("Maintenance Schedule"), "Maintenance Schedule"),
	]


def link(fieldname: str, label: str, doctype: str) -> dict:
	return {"fieldname": fieldname, "label": label, "fieldtype": "Link", "options": doctype, "width": 160}


def get_draft_visits(filters: dict, until: date | None) -> list[dict]:
	"""Return a row for each draft visit; its first purpose tells item and sales person."""
	conditions = {"docstatus": 0, **get_header_filters(filters)}
	if until:
		conditions["mntc_date"] = ("<=", until)
	visits = frappe.get_list(
		"Maintenance Visit",
		conditions,
		["name", "mntc_date", "status", "customer", "customer_name", "maintenance_schedule"],
	)
	purposes = get_purposes({visit.name for visit in visits})
	rows = []
	for visit in visits:
		persons = {purpose.service_person for purpose in purposes.get(visit.name, [])}
		if filters.sales_person and filters.sales_person not in persons:
			continue
		rows.append(get_visit_row(visit, purposes.get(visit.name, [frappe._dict()])))
	return rows


def get_visit_row(visit: dict, purposes: list[dict]) -> dict:
	return frappe._dict(
		visit,
		date=visit.mntc_date,
		status=_(visit.status),
		maintenance_visit=visit.name,
		item_code=purposes[0].item_code,
		sales_person=purposes[0].service_person,
	)


def get_purposes(visits: set[str]) -> dict[str, list[dict]]:
	purposes = {}
	for purpose in frappe.get_all(
		"Maintenance Visit Purpose",
		{"parent": ("in", visits), "parenttype": "Maintenance Visit"},
		["parent", "item_code", "service_person"],
		order_by="parent, idx",
	):
		purposes.setdefault(purpose.parent, []).append(purpose)
	return purposes


def get_dates_without_visit(filters: dict, until: date | None) -> list[dict]:
	"""Return a row for each date of the schedules that the user may read, if he may read any."""
	if not frappe.has_permission("Maintenance Schedule", "read"):
		return []
	schedules = {
		schedule.name: schedule
		for schedule in frappe.get_list(
			"Maintenance Schedule",
			{"docstatus": 1, **get_header_filters(filters)},
			["name", "customer", "customer_name"],
		)
	}
	dates = query_dates(filters, until).run(as_dict=True)
	return [
		row.update({**schedules[row.maintenance_schedule], "status": _(row.status)})
		for row in dates
		if row.maintenance_schedule in schedules
	]


def query_dates(filters: dict, until: date | None):
	"""Ask for open rows of submitted schedules that no draft visit is for."""
	schedule, row = DocType("Maintenance Schedule"), DocType("Maintenance Schedule Detail")
	purpose, visit = DocType("Maintenance Visit Purpose"), DocType("Maintenance Visit")
	query = (
		frappe.qb.from_(row)
		.join(schedule)
		.on((schedule.name == row.parent) & (schedule.docstatus == 1))
		.left_join(purpose)
		.on((purpose.maintenance_schedule_detail == row.name) & (purpose.docstatus == 0))
		.left_join(visit)
		.on((visit.maintenance_schedule_detail == row.name) & (visit.docstatus == 0))
		.select(
			row.parent.as_("maintenance_schedule"),
			row.scheduled_date.as_("date"),
			row.completion_status.as_("status"),
			row.item_code,
			row.sales_person,
		)
		.where(row.completion_status != "Fully Completed")
		.where(purpose.name.isnull() & visit.name.isnull())
	)
	if until:
		query = query.where(row.scheduled_date <= until)
	if filters.sales_person:
		query = query.where(row.sales_person == filters.sales_person)
	return query


def get_header_filters(filters: dict) -> dict[str, str]:
	return {fieldname: filters[fieldname] for fieldname in ("company", "customer") if filters.get(fieldname)}
