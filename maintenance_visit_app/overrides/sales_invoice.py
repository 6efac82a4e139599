"""What this app does to ERPNext's Sales Invoice: each line of a visit is billed once, and leaves the stock once."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import escape_html, get_link_to_form

from maintenance_visit_app.derived.billing import update_billing_status
from maintenance_visit_app.derived.invoiced_lines import LABOUR, get_invoiced_lines
from maintenance_visit_app.maintenance_visits.parts.left_once import Leaving, validate_left_once
from maintenance_visit_app.records import get_by_name


class BilledTwiceError(frappe.ValidationError):
	pass


class VisitMismatchError(frappe.ValidationError):
	pass


def validate(sales_invoice: Document, method: str | None = None) -> None:
	"""Throw where a line bills what is billed already, or a visit or part that it can't bill. Hook on Sales Invoice.

	The visits are locked until the end of the transaction, so that of two invoices at once one is refused.
	"""
	rows = [
		row
		for row in sales_invoice.items
		if row.get("maintenance_visit") or row.get("maintenance_visit_part")
	]
	if not rows or sales_invoice.is_return:
		return
	visits = lock_visits({row.maintenance_visit for row in rows})
	for row in rows:
		if visit := visits.get(row.maintenance_visit):
			validate_visit(sales_invoice, row, visit)
	validate_parts(rows)
	validate_billed_once(sales_invoice, rows, set(visits))
	if sales_invoice.update_stock:
		validate_left_once(
			sales_invoice,
			[
				Leaving(row, row.maintenance_visit, row.stock_qty)
				for row in rows
				if row.maintenance_visit_part
			],
		)


def on_submit(sales_invoice: Document, method: str | None = None) -> None:
	"""Hook on Sales Invoice."""
	update_billing_status(get_visits(sales_invoice))


def on_cancel(sales_invoice: Document, method: str | None = None) -> None:
	"""Throw BilledTwiceError where what a credit note gave back has been billed again. Hook on Sales Invoice."""
	visits = get_visits(sales_invoice)
	if sales_invoice.is_return:
		validate_not_billed_again(visits)
	update_billing_status(visits)


def get_visits(sales_invoice: Document) -> set[str]:
	"""Return the visits that an invoice bills, or that a credit note gives back: its lines know those they return."""
	visits = {row.maintenance_visit for row in sales_invoice.items if row.get("maintenance_visit")}
	returned = [row.sales_invoice_item for row in sales_invoice.items if row.sales_invoice_item]
	if sales_invoice.is_return and returned:
		filters = {"name": ("in", returned), "maintenance_visit": ("is", "set")}
		visits.update(frappe.get_all("Sales Invoice Item", filters, pluck="maintenance_visit"))
	return visits


def lock_visits(names: set[str]) -> dict[str, frappe._dict]:
	visit = DocType("Maintenance Visit")
	rows = (
		frappe.qb.from_(visit)
		.select(visit.name, visit.customer, visit.company, visit.docstatus)
		.where(visit.name.isin(list(names)))
		.orderby(visit.name)
		.for_update()
	).run(as_dict=True)
	return {row.name: row for row in rows}


def validate_parts(rows: list[Document]) -> None:
	"""Throw VisitMismatchError where a line names a part that is not of its visit."""
	names = {row.maintenance_visit_part for row in rows if row.maintenance_visit_part}
	parts = get_by_name("Maintenance Visit Part", names, ["parent"], parenttype="Maintenance Visit")
	for row in rows:
		part = row.maintenance_visit_part
		if part and (part not in parts or parts[part].parent != row.maintenance_visit):
			throw_mismatch(
				row,
				_(
					"The part that it bills is not of Maintenance Visit {0}. Delete the row, and map the visit again."
				),
			)


def validate_visit(sales_invoice: Document, row: Document, visit: dict) -> None:
	"""Throw VisitMismatchError where a line's visit is not submitted, or of another customer or company."""
	if visit.docstatus != 1:
		throw_mismatch(row, _("Maintenance Visit {0} is not submitted. Submit it, or delete the row."))
	if visit.customer != sales_invoice.customer:
		throw_mismatch(row, _("Maintenance Visit {0} is of another customer. Delete the row."))
	if visit.company != sales_invoice.company:
		throw_mismatch(row, _("Maintenance Visit {0} is of another company. Delete the row."))


def throw_mismatch(row: Document, message: str) -> None:
	link = get_link_to_form("Maintenance Visit", row.maintenance_visit) if row.maintenance_visit else ""
	message = message.format(link)
	frappe.throw(
		_("Row #{0}: {1}").format(row.idx, message), VisitMismatchError, title=_("Wrong Maintenance Visit")
	)


def validate_billed_once(sales_invoice: Document, rows: list[Document], visits: set[str]) -> None:
	"""Throw BilledTwiceError where another invoice, draft or submitted, or another row bills a row's line."""
	billed = {
		(line.visit, line.part): get_link_to_form("Sales Invoice", line.invoice)
		for line in get_invoiced_lines(visits, for_update=True)
		if line.invoice != sales_invoice.name
	}
	for row in rows:
		line = (row.maintenance_visit, row.maintenance_visit_part or LABOUR)
		if line in billed:
			throw_billed_twice(row, billed[line])
		billed[line] = _("row #{0}").format(row.idx)


def validate_not_billed_again(visits: set[str]) -> None:
	"""Called when a credit note gives nothing back any more: its invoice bills these visits again."""
	if not visits:
		return
	lock_visits(visits)
	billed = {}
	for line in get_invoiced_lines(visits, for_update=True):
		invoice = billed.setdefault((line.visit, line.part), line.invoice) if line.docstatus == 1 else None
		if invoice not in (None, line.invoice):
			frappe.throw(
				_(
					"What this credit note gave back of Maintenance Visit {0} is billed by {1} and by {2} then. Cancel one of them first, or give it back by a credit note."
				).format(
					get_link_to_form("Maintenance Visit", line.visit),
					*(get_link_to_form("Sales Invoice", name) for name in (invoice, line.invoice)),
				),
				BilledTwiceError,
				title=_("Billed Already"),
			)


def throw_billed_twice(row: Document, place: str) -> None:
	frappe.throw(
		_("Row #{0}: {1} of Maintenance Visit {2} is billed by {3} already. Delete the row.").format(
			row.idx,
			frappe.bold(escape_html(row.item_name or row.item_code)),
			get_link_to_form("Maintenance Visit", row.maintenance_visit),
			place,
		),
		BilledTwiceError,
		title=_("Billed Already"),
	)
