"""Which visits belong on a technician's device: his own, of the days that the settings keep there."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_days, getdate, today

from maintenance_visit_app.api.changes import CHANGE, get_visits
from maintenance_visit_app.derived.sales_persons import get_sales_persons_of
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit import missing
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_number,
)
from maintenance_visit_app.technician.reading import drop_empty

VISIT = "Maintenance Visit"
# Drafts that are older than the days kept, but still to be done
UNFINISHED = ("Overdue", "In Progress")
MOST = 1000


def get_own_names(user: str) -> list[str]:
	"""Return the names of the visits that the user's device holds; next ones first, then what is done.

	They are those that name one of his sales persons in a row or at work, or that are assigned to him.
	"""
	persons = get_sales_persons_of(user)
	found = set(get_names_of_todos(user))
	if persons:
		found |= get_names_of_rows("Maintenance Visit Purpose", persons)
		found |= get_names_of_rows("Maintenance Visit Time Log", persons)
	if not found:
		return []
	fields = ["name", "docstatus", "mntc_date", "mntc_time"]
	visits = frappe.get_list(VISIT, {"name": ("in", sorted(found))}, fields, limit=0, order_by=None)
	return [visit.name for visit in sorted(visits, key=get_place)[:MOST]]


def get_place(visit: dict) -> tuple:
	"""Drafts in the order of time, then what is done, the latest first."""
	day = getdate(visit.mntc_date).toordinal()
	return (visit.docstatus > 0, -day if visit.docstatus else day, str(visit.mntc_time or ""), visit.name)


def get_names_of_rows(doctype: str, persons: Iterable[str]) -> set[str]:
	visit, row = DocType(VISIT), DocType(doctype)
	query = frappe.qb.from_(row).join(visit).on(visit.name == row.parent).select(visit.name).distinct()
	query = query.where((row.parenttype == VISIT) & row.service_person.isin(list(persons)))
	return set(query.where(is_kept(visit)).run(pluck=True))


def get_names_of_todos(user: str) -> list[str]:
	visit, todo = DocType(VISIT), DocType("ToDo")
	query = frappe.qb.from_(todo).join(visit).on(visit.name == todo.reference_name).select(visit.name)
	query = query.where((todo.reference_type == VISIT) & (todo.allocated_to == user))
	return query.where((todo.status != "Cancelled") & is_kept(visit)).run(pluck=True)


def is_kept(visit):
	first, last = get_days()
	return visit.mntc_date[first:last] | visit.status.isin(UNFINISHED)


def get_days() -> tuple[date, date]:
	before, ahead = get_number("device_days_before"), get_number("device_days_ahead")
	return getdate(add_days(today(), -before)), getdate(add_days(today(), ahead))


def get_changed_names(names: list[str], number: int, limit: int) -> list[tuple[str, int]]:
	"""Return (name, number) of those of these visits that have changed since the change of that number."""
	if not names:
		return []
	change = DocType(CHANGE)
	query = frappe.qb.from_(change).select(change.name, change.number)
	query = query.where((change.number > number) & change.name.isin(names))
	return list(query.orderby(change.number).limit(limit).run())


def get_own_visits(names: list[str]) -> list[dict]:
	"""Return the visits with their rows, and of drafts what is missing to complete them."""
	found = get_visits(names)
	return [tell(found[name]) for name in names if name in found]


def tell(visit: dict) -> dict:
	told = drop_empty(visit)
	for fieldname, value in told.items():
		if isinstance(value, list):
			told[fieldname] = [drop_empty(row) for row in value]
	if not visit["docstatus"]:
		told["gaps"] = missing.get_gaps_of_draft(visit)
	return told


def get_facts(names: list[str]) -> list[dict]:
	"""Return of each visit what the facts beside it follow from: its customer, address, contact and equipment."""
	if not names:
		return []
	fields = ["name", "customer", "customer_address", "contact_person"]
	visits = frappe.get_all(VISIT, {"name": ("in", names)}, fields, order_by="name")
	filters = {"parenttype": VISIT, "parent": ("in", names)}
	fields = ["parent", "item_code", "item_name", "serial_no"]
	rows: dict[str, list] = {name: [] for name in names}
	for row in frappe.get_all("Maintenance Visit Purpose", filters, fields, order_by="parent, idx"):
		rows[row.parent].append(row)
	return [{**visit, "purposes": rows[visit.name]} for visit in visits]
