"""How far what is billable of a visit has been invoiced."""

from collections.abc import Iterable

import frappe
from frappe.query_builder import DocType
from frappe.utils import flt

from maintenance_visit_app import changes
from maintenance_visit_app.derived.invoiced_lines import LABOUR, get_invoiced_lines
from maintenance_visit_app.records import set_statuses

BILLABLE = "Billable"
NOT_BILLABLE, TO_BILL, PARTLY_BILLED, BILLED = "Not Billable", "To Bill", "Partly Billed", "Billed"


def update_billing_status(visits: Iterable[str]) -> None:
	"""Derive the visits' Billing Status from all submitted invoices, in at most seven statements."""
	statuses = get_billing_status(visits, for_update=True)
	set_statuses("Maintenance Visit", "billing_status", statuses)
	changes.note(statuses)


def get_billing_status(visits: Iterable[str], for_update: bool = False) -> dict[str, str]:
	"""Return {visit: Billing Status} of those visits that are submitted, in three statements.

	With `for_update` the visits are locked first.
	"""
	visits = set(visits)
	if not visits:
		return {}
	due = get_due_lines(visits, for_update)
	billed = {}
	for line in get_invoiced_lines(visits, for_update):
		if line.docstatus == 1:
			billed.setdefault(line.visit, set()).add(line.part)
	return {visit: get_status(lines, billed.get(visit, set())) for visit, lines in due.items()}


def get_status(due: set[str], billed: set[str]) -> str:
	if not due:
		return NOT_BILLABLE
	if due <= billed:
		return BILLED
	return PARTLY_BILLED if due & billed else TO_BILL


def get_due_lines(visits: set[str], for_update: bool) -> dict[str, set[str]]:
	"""Return {visit: names of its billable parts, and LABOUR} of those that are submitted."""
	visit, part = DocType("Maintenance Visit"), DocType("Maintenance Visit Part")
	query = (
		frappe.qb.from_(visit)
		.left_join(part)
		.on((part.parent == visit.name) & (part.coverage == BILLABLE))
		.select(visit.name, visit.billable_hours, part.name.as_("part"))
		.where(visit.name.isin(list(visits)) & (visit.docstatus == 1))
		.orderby(visit.name)
	)
	due = {}
	for row in (query.for_update() if for_update else query).run(as_dict=True):
		lines = due.setdefault(row.name, {LABOUR} if flt(row.billable_hours) > 0 else set())
		lines.update({row.part} - {None})
	return due
