"""Submitted Maintenance Visit → Sales Invoice for its billable parts and labour."""

from collections import Counter
from collections.abc import Iterable

import frappe
from erpnext.accounts.party import get_default_price_list
from erpnext.stock.doctype.serial_no.serial_no import get_serial_nos
from frappe import _
from frappe.model.document import Document
from frappe.model.mapper import get_mapped_doc
from frappe.utils import escape_html, format_date, get_link_to_form

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.derived.invoiced_lines import LABOUR, get_invoiced_lines
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.billing import (
	get_billable_lines,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)
from maintenance_visit_app.maintenance_visits.mappers.mapping import load_target
from maintenance_visit_app.maintenance_visits.shares import get_worked_rows


class NothingToBillError(frappe.ValidationError):
	pass


class LabourItemMissingError(frappe.ValidationError):
	pass


class OtherInvoiceError(frappe.ValidationError):
	pass


@frappe.whitelist()
@complete
def make_sales_invoice(
	source_name: str, target_doc: str | Document | None = None, args: str | dict | None = None
) -> Document:
	"""Return an invoice, not saved, with what is still to be billed of the submitted visit `source_name`.

	Parts and labour have the rates of ERPNext's price list. With `target_doc` (an invoice, or its JSON) the
	lines are added to that invoice. frappe.model.mapper checks that the user may read the visit and create
	invoices. `args` is what Frappe's dialog passes to every mapper; nothing in it is used here.

	Raises NothingToBillError, LabourItemMissingError, and OtherInvoiceError where the invoice is of another
	customer or company.
	"""
	target_doc = load_target(target_doc, "Sales Invoice")
	stated = drop_empty_rows(target_doc) if target_doc else {}
	taken = get_taken_lines(source_name, target_doc)

	def begin(visit: Document, sales_invoice: Document, source_parent: None) -> None:
		validate_same_customer_and_company(visit, stated)
		validate_left_to_bill(visit, taken)
		if not stated.get("customer"):
			set_currency_and_price_list(sales_invoice)

	def finish(visit: Document, sales_invoice: Document) -> None:
		set_missing_values(visit, sales_invoice, taken)

	return get_mapped_doc(
		"Maintenance Visit",
		source_name,
		{
			"Maintenance Visit": {"doctype": "Sales Invoice", "postprocess": begin},
			"Maintenance Visit Part": get_part_map(taken),
		},
		target_doc,
		finish,
	)


def get_part_map(taken: dict[str, str | None]) -> dict:
	"""Say to Frappe's mapper how a part becomes a line, and which parts do."""
	return {
		"doctype": "Sales Invoice Item",
		"field_map": {"parent": "maintenance_visit", "name": "maintenance_visit_part"},
		# What the customer gets goes out of stock by the visit's own Stock Entry
		"field_no_map": ["warehouse", "serial_no", "batch_no", "stock_qty"],
		"condition": lambda part: part.coverage == "Billable" and part.name not in taken,
	}


def drop_empty_rows(sales_invoice: Document) -> dict:
	"""Take away the empty row that Desk's grid begins with, and return what customer and company are stated."""
	sales_invoice.items = [row for row in sales_invoice.items if row.item_code or row.item_name]
	for idx, row in enumerate(sales_invoice.items, start=1):
		row.idx = idx
	return {"customer": sales_invoice.customer, "company": sales_invoice.company}


def get_taken_lines(visit: str, sales_invoice: Document | None) -> dict[str, str | None]:
	"""Return {line of the visit: the other invoice that bills it, or None for the one at hand}."""
	taken = {line.part: line.invoice for line in get_invoiced_lines([visit])}
	if sales_invoice:
		taken = {line: invoice for line, invoice in taken.items() if invoice != sales_invoice.name}
		for row in sales_invoice.items:
			if row.maintenance_visit == visit:
				taken[row.maintenance_visit_part or LABOUR] = None
	return taken


def validate_same_customer_and_company(visit: Document, stated: dict) -> None:
	for fieldname, value in stated.items():
		if value and value != visit.get(fieldname):
			frappe.throw(
				_(
					"Maintenance Visit {0} is of {1} {2}, this invoice of {3}. Bill it in one of its own."
				).format(
					get_link_to_form("Maintenance Visit", visit.name),
					_(visit.meta.get_label(fieldname)),
					frappe.bold(visit.get(fieldname)),
					frappe.bold(value),
				),
				OtherInvoiceError,
				title=_("Invoice of Another Customer or Company"),
			)


def validate_left_to_bill(visit: Document, taken: dict[str, str | None]) -> None:
	link = get_link_to_form("Maintenance Visit", visit.name)
	if visit.docstatus != 1:
		throw_nothing(_("Maintenance Visit {0} is not submitted. Submit it first.").format(link))
	lines = get_billable_lines(visit)
	if not lines:
		throw_nothing(
			_("Nothing on Maintenance Visit {0} is billable: warranty, contract or order cover it.").format(
				link
			)
		)
	if set(lines) <= set(taken):
		throw_nothing(
			_("All that is billable on Maintenance Visit {0} is in {1} already. Go on there.").format(
				link, name_invoices(taken.values())
			)
		)
	if LABOUR in lines and LABOUR not in taken:
		validate_labour_item(link)


def name_invoices(invoices: Iterable[str | None]) -> str:
	links = [get_link_to_form("Sales Invoice", name) for name in sorted({*invoices} - {None})]
	return _("Sales Invoice {0}").format(", ".join(links)) if links else _("this invoice")


def throw_nothing(message: str) -> None:
	frappe.throw(message, NothingToBillError, title=_("Nothing to Bill"))


def validate_labour_item(link: str) -> None:
	if not get_labour_item():
		frappe.throw(
			_("Maintenance Visit {0} has billable hours, but no item bills them. Set {1} in {2}.").format(
				link,
				frappe.bold(_("Labour Item")),
				get_link_to_form("Maintenance Visit Settings", "Maintenance Visit Settings"),
			),
			LabourItemMissingError,
			title=_("Labour Item Missing"),
		)


def get_labour_item() -> str | None:
	return get_settings().labour_item


def set_currency_and_price_list(sales_invoice: Document) -> None:
	"""Take the customer's, as ERPNext's form does; a new document begins with those of the site."""
	customer = frappe.get_cached_doc("Customer", sales_invoice.customer)
	currency = frappe.get_cached_value("Company", sales_invoice.company, "default_currency")
	sales_invoice.currency = customer.default_currency or currency
	sales_invoice.selling_price_list = get_default_price_list(customer) or sales_invoice.selling_price_list


def set_missing_values(visit: Document, sales_invoice: Document, taken: dict[str, str | None]) -> None:
	"""Add the labour, and let ERPNext fill in rates and totals, as its own mappers do."""
	if LABOUR in get_billable_lines(visit) and LABOUR not in taken:
		labour = {"item_code": get_labour_item(), "qty": visit.billable_hours}
		sales_invoice.append("items", {**labour, "maintenance_visit": visit.name})
	sales_invoice.run_method("set_missing_values")
	describe_rows(visit, sales_invoice, taken)
	sales_invoice.run_method("calculate_taxes_and_totals")


def describe_rows(visit: Document, sales_invoice: Document, taken: dict[str, str | None]) -> None:
	"""Tell the customer on each new line which visit it is for, on which day, and to what equipment.

	By default ERPNext refuses an item that is there twice with the same text, so no two lines have the same.
	"""
	serial_numbers = {part.name: part.serial_no for part in visit.parts}
	description, texts = describe(visit), Counter()
	for row in sales_invoice.items:
		if row.maintenance_visit == visit.name and (row.maintenance_visit_part or LABOUR) not in taken:
			text = describe_part(description, serial_numbers.get(row.maintenance_visit_part), visit.language)
			texts[row.item_code, text] += 1
			number = texts[row.item_code, text]
			suffix = f" ({number})" if number > 1 else ""
			row.description = f"{row.description or ''}<div>{text}{suffix}</div>"


def describe_part(description: str, serial_no: str | None, language: str) -> str:
	if not serial_no:
		return description
	return f"{_('Serial No', language)} {escape_html(', '.join(get_serial_nos(serial_no)))}<br>{description}"


def describe(visit: Document) -> str:
	"""Return what an invoice says of a visit, in the language that its customer is written to."""
	day = format_date(visit.mntc_date)
	equipment = ", ".join(filter(None, map(describe_equipment, get_worked_rows(visit.purposes))))
	if not equipment:
		return _("Maintenance Visit {0} of {1}", visit.language).format(visit.name, day)
	return _("Maintenance Visit {0} of {1}: {2}", visit.language).format(visit.name, day, equipment)


def describe_equipment(row: Document) -> str:
	name = escape_html(row.item_name or row.item_code or "")
	return f"{name} ({escape_html(row.serial_no)})" if row.serial_no else name
