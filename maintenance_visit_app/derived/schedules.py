"""Whether and when the dates of Maintenance Schedules were visited, by what submitted visits say."""

from collections.abc import Iterable

import frappe
from erpnext.stock.doctype.serial_no.serial_no import get_serial_nos
from frappe.query_builder import DocType

from maintenance_visit_app.derived.visited_rows import (
	FULLY,
	PARTIALLY,
	PENDING,
	is_completing,
	is_worked,
	query_visited_rows,
)
from maintenance_visit_app.records import set_by_name

NOT_VISITED = {"completion_status": PENDING, "actual_date": None}


def update_schedule_rows(details: Iterable[str]) -> None:
	"""Derive these rows' Completion Status and Actual Date from all submitted visits, in five statements."""
	details = set(details)
	if not details:
		return
	set_by_name("Maintenance Schedule Detail", get_schedule_facts(details, for_update=True))


def get_schedule_facts(details: Iterable[str], for_update: bool = False) -> dict[str, dict]:
	"""Return {schedule row: its Completion Status and Actual Date} as all submitted visits tell them."""
	serial_numbers = get_serial_numbers(details, for_update)
	rows = {detail: [] for detail in serial_numbers}
	for row in get_visited_rows(details, for_update):
		if row.detail in rows:
			rows[row.detail].append(row)
	return {detail: get_facts(found, serial_numbers[detail]) for detail, found in rows.items()}


def get_facts(rows: list[dict], serial_numbers: list[str]) -> dict:
	"""Return what follows for one schedule row from the rows of its visits and from its serial numbers."""
	worked = list(filter(is_worked, rows))
	if not worked:
		return NOT_VISITED
	done = is_done(rows, serial_numbers)
	return {
		"completion_status": FULLY if done else PARTIALLY,
		"actual_date": max(row.mntc_date for row in worked),
	}


def is_done(rows: list[dict], serial_numbers: list[str]) -> bool:
	"""Tell whether all that a schedule row is for was fully completed, in one visit or in several."""
	done = {row.serial_no or None for row in rows if is_completing(row)}
	named = {row.serial_no or None for row in rows}
	return done >= named and (None in done or done >= set(serial_numbers))


def get_visited_rows(details: Iterable[str], for_update: bool = False) -> list[frappe._dict]:
	"""Return the rows of submitted visits for these schedule rows."""
	if not details:
		return []
	return get_rows_that_name(details, for_update) + get_rows_whose_visit_names(details, for_update)


def get_rows_that_name(details: Iterable[str], for_update: bool) -> list[frappe._dict]:
	query, visit, purpose = query_visited_rows(for_update)
	return (
		query.select(purpose.serial_no, purpose.maintenance_schedule_detail.as_("detail"))
		.where(purpose.maintenance_schedule_detail.isin(list(details)))
		.where(visit.maintenance_schedule_detail.isnull() | (visit.maintenance_schedule_detail == ""))
	).run(as_dict=True)


def get_rows_whose_visit_names(details: Iterable[str], for_update: bool) -> list[frappe._dict]:
	"""Before ERPNext 15 the visit named the schedule row, for all of its own rows. That still counts."""
	query, visit, purpose = query_visited_rows(for_update)
	return (
		query.select(purpose.serial_no, visit.maintenance_schedule_detail.as_("detail")).where(
			visit.maintenance_schedule_detail.isin(list(details))
		)
	).run(as_dict=True)


def get_serial_numbers(details: Iterable[str], for_update: bool = False) -> dict[str, list[str]]:
	"""Return {schedule row: its serial numbers}, from their text or from the bundle of the schedule's item."""
	rows = get_schedule_rows(details, for_update) if details else []
	bundles = get_serial_numbers_of_bundles({row.serial_and_batch_bundle for row in rows} - {None, ""})
	return {
		row.name: get_serial_nos(row.serial_no) or bundles.get(row.serial_and_batch_bundle, [])
		for row in rows
	}


def get_schedule_rows(details: Iterable[str], for_update: bool) -> list[frappe._dict]:
	detail, item = DocType("Maintenance Schedule Detail"), DocType("Maintenance Schedule Item")
	query = (
		frappe.qb.from_(detail)
		.left_join(item)
		.on(item.name == detail.item_reference)
		.select(detail.name, detail.serial_no, item.serial_and_batch_bundle)
		.where(detail.name.isin(list(details)))
		.orderby(detail.name)
	)
	return (query.for_update() if for_update else query).run(as_dict=True)


def get_serial_numbers_of_bundles(bundles: set[str]) -> dict[str, list[str]]:
	if not bundles:
		return {}
	entries = frappe.get_all(
		"Serial and Batch Entry",
		filters={"parent": ("in", bundles), "serial_no": ("is", "set")},
		fields=["parent", "serial_no"],
		order_by="parent, idx",
	)
	serial_numbers = {}
	for entry in entries:
		serial_numbers.setdefault(entry.parent, []).append(entry.serial_no)
	return serial_numbers


def get_dates(details: set[str], for_update: bool = False) -> dict[str, frappe._dict]:
	"""Return {schedule row: its schedule as `parent`, with customer, company and docstatus}, with one statement.

	Each has the period of the schedule's item, too: `start_date` and `end_date`, both None where the item is gone.
	"""
	if not details:
		return {}
	detail, schedule = DocType("Maintenance Schedule Detail"), DocType("Maintenance Schedule")
	item = DocType("Maintenance Schedule Item")
	query = (
		frappe.qb.from_(detail)
		.join(schedule)
		.on((schedule.name == detail.parent) & (detail.parenttype == "Maintenance Schedule"))
		.left_join(item)
		.on(item.name == detail.item_reference)
		.select(detail.name, detail.parent, schedule.customer, schedule.company, schedule.docstatus)
		.select(detail.item_name, item.start_date, item.end_date)
		.where(detail.name.isin(sorted(details)))
	)
	rows = (query.for_update() if for_update else query).run(as_dict=True)
	return {row.name: row for row in rows}
