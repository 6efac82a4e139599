"""Who pays for a visit."""

import math
from collections.abc import Iterable
from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import flt, getdate

from maintenance_visit_app.derived.billing import BILLABLE, NOT_BILLABLE, TO_BILL
from maintenance_visit_app.derived.invoiced_lines import LABOUR
from maintenance_visit_app.derived.visited_rows import PENDING
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)
from maintenance_visit_app.records import get_by_name

UNDER_WARRANTY, UNDER_CONTRACT, ORDERED = "Under Warranty", "Under Contract", "Ordered"

COVERAGE_OF_CLAIM = {
	"Under Warranty": UNDER_WARRANTY,
	"Under AMC": UNDER_CONTRACT,
	"Out of Warranty": BILLABLE,
	"Out of AMC": BILLABLE,
}
# A running warranty counts before a running contract, as in ERPNext's Maintenance Status of a Serial No
COVERAGE_UNTIL = {"warranty_expiry_date": UNDER_WARRANTY, "amc_expiry_date": UNDER_CONTRACT}
ENOUGH_DECIMALS = 6


def set_coverage(visit: Document) -> None:
	"""Let what is still empty follow from sources and serial numbers, with two statements for any number of rows.

	Called on submit, so that a draft follows what changes until then. What somebody entered stays.
	"""
	for part in visit.parts:
		part.coverage = part.coverage or BILLABLE
	set_coverage_by_source([row for row in visit.purposes if not row.coverage])
	set_coverage_by_serial_no([row for row in visit.purposes if not row.coverage], visit.mntc_date)


def set_coverage_by_source(rows: list[Document]) -> None:
	claims = get_by_name("Warranty Claim", get_claims(rows), ["warranty_amc_status"])
	for row in rows:
		row.coverage = get_coverage_of_source(row, claims)


def set_coverage_by_serial_no(rows: list[Document], day: date | str) -> None:
	names = {row.serial_no for row in rows if row.serial_no}
	serial_numbers = get_by_name("Serial No", names, list(COVERAGE_UNTIL))
	for row in rows:
		row.coverage = get_coverage_of_serial_no(serial_numbers.get(row.serial_no), day) or BILLABLE


def get_claims(rows: Iterable[Document]) -> set[str]:
	return {
		row.prevdoc_docname for row in rows if row.prevdoc_doctype == "Warranty Claim" and row.prevdoc_docname
	}


def get_coverage_of_source(row: Document, claims: dict[str, frappe._dict]) -> str | None:
	"""An order is billed by its own invoices; a claim that says nothing leaves it to the serial number."""
	if row.prevdoc_doctype == "Sales Order":
		return ORDERED
	if row.prevdoc_doctype == "Maintenance Schedule" or row.maintenance_schedule_detail:
		return UNDER_CONTRACT
	claim = row.prevdoc_doctype == "Warranty Claim" and claims.get(row.prevdoc_docname)
	return COVERAGE_OF_CLAIM.get(claim.warranty_amc_status) if claim else None


def get_coverage_of_serial_no(serial_no: dict | None, day: date | str) -> str | None:
	"""Look at the visit's day: the Maintenance Status of a Serial No is that of today."""
	for fieldname, coverage in COVERAGE_UNTIL.items():
		if serial_no and serial_no[fieldname] and getdate(serial_no[fieldname]) >= getdate(day):
			return coverage
	return None


def set_billable_hours(visit: Document) -> None:
	"""Bill the working hours, rounded up, where nobody entered hours and something worked on is billable."""
	if visit.billable_hours:
		return
	is_billable = any(row.coverage == BILLABLE for row in get_worked_rows(visit))
	step = get_settings().hours_step
	visit.billable_hours = round_up(visit.working_hours, step) if is_billable else 0


def get_worked_rows(visit: Document) -> list[Document]:
	return [row for row in visit.purposes if row.completion_status != PENDING]


def round_up(hours: float, step: float) -> float:
	"""Return the hours as whole steps; without a step as they are."""
	if not flt(step):
		return flt(hours)
	steps = math.ceil(flt(flt(hours) / step, ENOUGH_DECIMALS))
	return flt(steps * step, ENOUGH_DECIMALS)


def set_billing_status(visit: Document) -> None:
	"""Say what is to be billed of a visit that is being submitted: nothing of it is yet."""
	visit.billing_status = TO_BILL if get_billable_lines(visit) else NOT_BILLABLE


def clear_billing_status(visit: Document) -> None:
	"""Nothing is billed of a new or cancelled visit: lists of what is to be billed leave it out."""
	visit.billing_status = None


def get_billable_lines(visit: Document) -> list[str]:
	"""Return what a visit is to be billed for: names of parts, and LABOUR."""
	lines = [part.name for part in visit.parts if part.coverage == BILLABLE]
	return [*lines, LABOUR] if flt(visit.billable_hours) > 0 else lines
