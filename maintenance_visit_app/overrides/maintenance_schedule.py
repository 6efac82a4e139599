"""What this app does to ERPNext's Maintenance Schedule: its rows tell whether and when they were visited."""

from collections.abc import Iterable

import frappe
from frappe.query_builder import DocType

from maintenance_visit_app.overrides.visited_rows import get_row_status, query_visited_rows

PENDING, PARTIALLY, FULLY = "Pending", "Partially Completed", "Fully Completed"


def update_schedule_rows(details: Iterable[str]) -> None:
	"""Derive these rows' Completion Status and Actual Date from all submitted visits, in two statements."""
	details = set(details)
	if not details:
		return
	visits = {detail: {} for detail in details}
	for row in get_visited_rows(details):
		detail = row.detail_of_visit or row.detail
		if detail in visits:
			visits[detail].setdefault((row.mntc_date, row.visit), []).append(
				row.visit_status if row.detail_of_visit else get_row_status(row)
			)
	facts = {detail: get_facts(found) for detail, found in visits.items()}
	frappe.db.bulk_update("Maintenance Schedule Detail", facts, chunk_size=len(facts))


def get_facts(visits: dict[tuple, list[str]]) -> dict:
	"""Return what follows for one row from its visits: {(date, visit): status of each purpose}."""
	worked = {visit: statuses for visit, statuses in visits.items() if set(statuses) != {PENDING}}
	if not worked:
		return {"completion_status": PENDING, "actual_date": None}
	done = any(set(statuses) == {FULLY} for statuses in worked.values())
	return {"completion_status": FULLY if done else PARTIALLY, "actual_date": max(worked)[0]}


def get_visited_rows(details: set[str]) -> list[frappe._dict]:
	"""Return the rows of submitted visits for these schedule rows; what the visit itself names comes first."""
	query, visit, purpose = query_visited_rows()
	return (
		query.select(
			visit.mntc_date,
			visit.maintenance_schedule_detail.as_("detail_of_visit"),
			purpose.maintenance_schedule_detail.as_("detail"),
		).where(
			purpose.maintenance_schedule_detail.isin(list(details))
			| visit.maintenance_schedule_detail.isin(list(details))
		)
	).run(as_dict=True)


def get_periods(details: set[str]) -> list[frappe._dict]:
	"""Return start and end of the schedule items that these schedule rows are for, with one statement."""
	detail, item = DocType("Maintenance Schedule Detail"), DocType("Maintenance Schedule Item")
	return (
		frappe.qb.from_(detail)
		.join(item)
		.on(item.name == detail.item_reference)
		.select(detail.parent, detail.item_name, item.start_date, item.end_date)
		.where(detail.name.isin(list(details)))
	).run(as_dict=True)
