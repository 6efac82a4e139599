"""The rows of submitted visits: what orders, schedules and claims derive their facts from."""

import frappe
from frappe.query_builder import DocType

PENDING, PARTIALLY, FULLY = "Pending", "Partially Completed", "Fully Completed"


def query_visited_rows(for_update: bool = False) -> tuple:
	"""Return a query for the rows of submitted visits with their statuses and dates, and its tables of visit and row.

	With `for_update` it reads what others have committed meanwhile: lock the source before.
	"""
	visit, purpose = DocType("Maintenance Visit"), DocType("Maintenance Visit Purpose")
	query = (
		frappe.qb.from_(purpose)
		.join(visit)
		.on((visit.name == purpose.parent) & (purpose.parenttype == "Maintenance Visit"))
		.select(
			visit.name.as_("visit"),
			visit.completion_status.as_("visit_status"),
			purpose.completion_status.as_("row_status"),
			visit.mntc_date,
			visit.mntc_time,
			visit.creation,
		)
		.where((purpose.docstatus == 1) & (visit.docstatus == 1))
	)
	return (query.for_update() if for_update else query), visit, purpose


def get_row_status(row: dict) -> str:
	"""Return how far a row got; rows made before this app know their visit's status only."""
	return row.row_status or row.visit_status


def is_worked(row: dict) -> bool:
	"""Tell whether a visited row counts as visited: what a visit left pending doesn't."""
	return get_row_status(row) != PENDING


def is_completing(row: dict) -> bool:
	return get_row_status(row) == FULLY
