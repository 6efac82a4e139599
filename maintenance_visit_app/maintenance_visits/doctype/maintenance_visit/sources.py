"""The documents a visit was made for: order, schedule, claim."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import get_link_to_form

from maintenance_visit_app.derived.orders import get_completing_rows
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.completion import PENDING

SOURCE_DOCTYPES = ("Sales Order", "Maintenance Schedule", "Warranty Claim")


class SourceMismatchError(frappe.ValidationError):
	pass


class LineDoneError(frappe.ValidationError):
	pass


def validate_sources(visit: Document) -> None:
	"""Check that every row's source is of this customer and company, with one statement per kind of source.

	On submit the sources are locked until the end of the transaction: what they say is derived from the rows.
	"""
	for doctype in SOURCE_DOCTYPES:
		rows = [row for row in visit.purposes if row.prevdoc_doctype == doctype and row.prevdoc_docname]
		sources = get_sources(doctype, rows, visit.docstatus.is_submitted()) if rows else {}
		for row in rows:
			validate_same_customer_and_company(visit, sources[row.prevdoc_docname], row)
			if doctype == "Sales Order":
				validate_order_line(row, sources[row.prevdoc_docname])


def validate_same_customer_and_company(
	visit: Document, source: Document, row: Document | None = None
) -> None:
	"""Throw SourceMismatchError where a source is of another customer or company than the visit states."""
	for fieldname in ("customer", "company"):
		stated, found = visit.get(fieldname), source.get(fieldname)
		if stated and found and stated != found:
			throw_mismatch(
				_("{0} {1} is of {2} {3}, but this visit is of {4}. Make a visit of its own for it.").format(
					_(source.doctype),
					get_link_to_form(source.doctype, source.name),
					_(visit.meta.get_label(fieldname)),
					frappe.bold(found),
					frappe.bold(stated),
				),
				row,
			)


def validate_order_line(row: Document, sales_order: dict) -> None:
	link = get_link_to_form("Sales Order", row.prevdoc_docname)
	if sales_order.docstatus != 1:
		throw_mismatch(_("Sales Order {0} is not submitted. Submit it first.").format(link), row)
	if row.prevdoc_detail_docname and row.prevdoc_detail_docname not in sales_order.lines:
		throw_mismatch(
			_("Sales Order {0} has no line {1}. Get the items from the order again.").format(
				link, frappe.bold(row.prevdoc_detail_docname)
			),
			row,
		)


def validate_open_lines(visit: Document) -> None:
	"""Throw LineDoneError where another visit has fully completed the order line that a row worked on."""
	rows = {row.prevdoc_detail_docname: row for row in visit.purposes if row.completion_status != PENDING}
	orders = {row.prevdoc_docname for row in visit.purposes if row.prevdoc_doctype == "Sales Order"}
	for done in get_completing_rows(orders, for_update=True) if orders else ():
		if done.line in rows and done.visit != visit.name:
			throw_line_done(rows[done.line], done)


def throw_line_done(row: Document, done: dict) -> None:
	frappe.throw(
		_(
			"Row #{0}: {1} of Sales Order {2} was fully completed by {3} already. Delete the row, or set its Completion Status to Pending."
		).format(
			row.idx,
			frappe.bold(row.item_name or row.item_code),
			get_link_to_form("Sales Order", done.sales_order),
			get_link_to_form("Maintenance Visit", done.visit),
		),
		LineDoneError,
		title=_("Done Already"),
	)


def throw_mismatch(message: str, row: Document | None) -> None:
	if row:
		message = _("Row #{0}: {1}").format(row.idx, message)
	frappe.throw(message, SourceMismatchError, title=_("Wrong Source"))


def get_sources(doctype: str, rows: Iterable[Document], for_update: bool) -> dict[str, frappe._dict]:
	"""Return the rows' source documents as {name: customer, company, docstatus, lines}."""
	source = DocType(doctype)
	query = (
		frappe.qb.from_(source)
		.select(source.name, source.customer, source.company, source.docstatus)
		.where(source.name.isin({row.prevdoc_docname for row in rows}))
		.orderby(source.name)
	)
	if doctype == "Sales Order":
		query = join_lines(query, source, {row.prevdoc_detail_docname or "" for row in rows})
	if for_update:
		query = query.for_update()
	sources = {}
	for record in query.run(as_dict=True):
		found = sources.setdefault(record.name, frappe._dict(record, doctype=doctype, lines=set()))
		found.lines.add(record.line)
	return sources


def join_lines(query, sales_order: DocType, names: set[str]):
	line = DocType("Sales Order Item")
	return (
		query.left_join(line)
		.on((line.parent == sales_order.name) & line.name.isin(names))
		.select(line.name.as_("line"))
	)


def get_source_names(visit: Document, doctype: str) -> set[str]:
	return {row.prevdoc_docname for row in visit.purposes if row.prevdoc_doctype == doctype}


def get_schedule_details(visit: Document) -> set[str]:
	"""Return the schedule's rows that a visit is for: the one it names itself, or else those of its rows."""
	if visit.maintenance_schedule_detail:
		return {visit.maintenance_schedule_detail}
	return {row.maintenance_schedule_detail for row in visit.purposes if row.maintenance_schedule_detail}
