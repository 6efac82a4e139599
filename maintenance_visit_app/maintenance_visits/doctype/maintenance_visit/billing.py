"""Who pays for a visit."""

import math
from datetime import date

import frappe
from erpnext.stock.doctype.serial_no.serial_no import get_serial_nos
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, flt, get_link_to_form, getdate

from maintenance_visit_app.derived.billing import BILLABLE, NOT_BILLABLE, TO_BILL
from maintenance_visit_app.derived.invoiced_lines import LABOUR, get_invoiced_lines
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)
from maintenance_visit_app.maintenance_visits.shares import get_shares, get_worked_rows
from maintenance_visit_app.maintenance_visits.source_kinds import get_coverages
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
COVERED_TABLES = ("purposes", "parts")
ENOUGH_DECIMALS = 6
# More than any visit takes, and less than a database's column holds
MOST_HOURS = 1_000_000


class BillableHoursError(frappe.ValidationError):
	pass


class BilledVisitError(frappe.LinkExistsError):
	pass


def set_coverage(visit: Document) -> None:
	"""Let what is still empty follow from sources and serial numbers, with two statements for any number of rows.

	Called on submit, so that a draft follows what changes until then. What somebody entered stays.
	"""
	set_coverage_by_source([row for row in visit.purposes if not row.coverage])
	set_coverage_by_serial_no([row for row in visit.purposes if not row.coverage], visit.mntc_date)
	set_coverage_of_parts(visit)


def set_coverage_by_source(rows: list[Document]) -> None:
	coverages = get_coverages(rows)
	for row in rows:
		row.coverage = get_coverage_of_source(row, coverages)


def set_coverage_by_serial_no(rows: list[Document], day: date | str) -> None:
	names = {row.serial_no for row in rows if row.serial_no}
	serial_numbers = get_by_name("Serial No", names, list(COVERAGE_UNTIL))
	for row in rows:
		row.coverage = get_coverage_of_serial_no(serial_numbers.get(row.serial_no), day) or BILLABLE


def set_coverage_of_parts(visit: Document) -> None:
	"""Let a part follow the purpose that it was used for, as far as item or serial number tell, or else all of them."""
	rows = get_worked_rows(visit.purposes)
	for part in visit.parts:
		if not part.coverage:
			own = [row for row in rows if is_used_for(part, row)]
			part.coverage = get_coverage_of_part({row.coverage for row in own or rows})


def is_used_for(part: Document, row: Document) -> bool:
	return row.item_code == part.item_code or row.serial_no in get_serial_nos(part.serial_no)


def get_coverage_of_part(coverages: set[str]) -> str:
	"""A part is covered where all is that it may have been used for: what an order bills are its own lines, not parts."""
	if not coverages <= {UNDER_WARRANTY, UNDER_CONTRACT}:
		return BILLABLE
	return UNDER_WARRANTY if UNDER_WARRANTY in coverages else UNDER_CONTRACT


def get_coverage_of_claims(names: set[str]) -> dict[str, str]:
	"""A claim that says nothing leaves it to the serial number."""
	claims = get_by_name("Warranty Claim", names, ["warranty_amc_status"])
	stated = {name: COVERAGE_OF_CLAIM.get(claim.warranty_amc_status) for name, claim in claims.items()}
	return {name: coverage for name, coverage in stated.items() if coverage}


def get_coverage_of_source(row: Document, coverages: dict[tuple[str, str], str]) -> str | None:
	"""An order is billed by its own invoices."""
	if row.prevdoc_doctype == "Sales Order":
		return ORDERED
	if row.prevdoc_doctype == "Maintenance Schedule" or row.maintenance_schedule_detail:
		return UNDER_CONTRACT
	return coverages.get((row.prevdoc_doctype, row.prevdoc_docname))


def get_coverage_of_serial_no(serial_no: dict | None, day: date | str) -> str | None:
	"""Look at the visit's day: the Maintenance Status of a Serial No is that of today."""
	for fieldname, coverage in COVERAGE_UNTIL.items():
		if serial_no and serial_no[fieldname] and getdate(serial_no[fieldname]) >= getdate(day):
			return coverage
	return None


def reset_derived_hours(visit: Document) -> None:
	"""An amended visit has other hours than those that its original derived: Desk copies them along."""
	if not visit.amended_from or not flt(visit.billable_hours) or visit.billable_hours_entered:
		return
	former = frappe.db.get_value("Maintenance Visit", visit.amended_from, "billable_hours")
	if flt(former) == flt(visit.billable_hours):
		visit.billable_hours = 0


def reset_derived_coverage(visit: Document) -> None:
	"""In an amended visit, coverage that its original derived follows anew: Desk copies it along, row by row."""
	if not visit.amended_from:
		return
	for table in COVERED_TABLES:
		doctype = visit.meta.get_field(table).options
		rows = {"parenttype": visit.doctype, "parent": visit.amended_from}
		former = {
			row.idx: row for row in frappe.get_all(doctype, rows, ["idx", "coverage", "coverage_entered"])
		}
		for idx, row in enumerate(visit.get(table), start=1):
			original = former.get(idx)
			if original and not original.coverage_entered and row.coverage == original.coverage:
				row.coverage = None


def note_entered_coverage(visit: Document) -> None:
	"""Keep whose coverage somebody decided on; called before a submit derives the rest."""
	for table in COVERED_TABLES:
		for row in visit.get(table):
			row.coverage_entered = int(bool(row.coverage))


def validate_billable_hours(visit: Document) -> None:
	"""Keep that somebody entered hours: Desk sends an untouched field as zero, so zero says it by the check alone."""
	if not abs(flt(visit.billable_hours)) < MOST_HOURS:
		frappe.throw(
			_("{0} are no billable hours. Enter a number of hours.").format(
				frappe.bold(escape_html(str(visit.billable_hours)))
			),
			BillableHoursError,
			title=_("Billable Hours"),
		)
	if flt(visit.billable_hours):
		visit.billable_hours_entered = 1


def set_billable_hours(visit: Document) -> None:
	"""Bill the working hours' share of what is billable, rounded up, where nobody entered hours."""
	if not visit.billable_hours_entered:
		visit.billable_hours = round_up(get_hours_to_bill(visit), get_settings().hours_step)


def get_hours_to_bill(visit: Document) -> float:
	"""Return the billable rows' shares of the working hours: what reports share out, too."""
	if not visit.working_hours:
		return 0.0
	rows = get_worked_rows(visit.purposes)
	shares = zip(rows, get_shares(visit.working_hours, len(rows)), strict=True)
	return sum(share for row, share in shares if row.coverage == BILLABLE)


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


def validate_not_billed(visit: Document) -> None:
	"""Throw BilledVisitError where a submitted invoice bills a visit that is to be cancelled.

	Frappe looks for it as well, but in what was there when the request began. The visit is locked by now.
	"""
	if visit.billing_status == NOT_BILLABLE:
		return
	lines = get_invoiced_lines([visit.name], for_update=True)
	invoices = sorted({line.invoice for line in lines if line.docstatus == 1})
	if not invoices:
		return
	frappe.throw(
		_("Maintenance Visit {0} is billed by Sales Invoice {1}. Cancel or credit it first.").format(
			get_link_to_form("Maintenance Visit", visit.name),
			", ".join(get_link_to_form("Sales Invoice", name) for name in invoices),
		),
		BilledVisitError,
		title=_("Billed Already"),
	)


def get_billable_lines(visit: Document) -> list[str]:
	"""Return what a visit is to be billed for: names of parts, and LABOUR."""
	lines = [part.name for part in visit.parts if part.coverage == BILLABLE]
	return [*lines, LABOUR] if flt(visit.billable_hours) > 0 else lines
