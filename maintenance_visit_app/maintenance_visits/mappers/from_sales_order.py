"""Sales Order of type Maintenance → Maintenance Visit."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.mapper import get_mapped_doc
from frappe.utils import get_link_to_form

from maintenance_visit_app.derived.orders import get_completing_rows, get_open_lines
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.customer_details import prefer_site
from maintenance_visit_app.maintenance_visits.mappers.mapping import (
	load_visit,
	set_type,
	throw_nothing_left,
	tidy_up,
	validate_source_name,
)

# Where a line has none, the mapper would load the whole Item for it, line by line.
TEXTS = ["item_name", "description"]


class NotAMaintenanceOrderError(frappe.ValidationError):
	pass


@frappe.whitelist()
def make_maintenance_visit(
	source_name: str = "", target_doc: str | Document | None = None, args: str | dict | None = None
) -> Document:
	"""Return a visit, not saved, with what is left to do of the Sales Order `source_name`.

	With `target_doc` (a visit, or its JSON) the lines are added to that visit, none of them twice.
	frappe.model.mapper checks that the user may read the order and create visits. `args` is what
	Frappe's dialog passes to every mapper; nothing in it is used here.

	Raises NotAMaintenanceOrderError, NothingLeftToDoError, and SourceMismatchError where the visit is of
	another customer or company.
	"""
	validate_source_name("Sales Order", source_name)
	target_doc = load_visit(target_doc)
	mapped = get_mapped_lines(target_doc)
	completing_rows = get_completing_rows([source_name])

	def validate(sales_order: Document, visit: Document, source_parent: None) -> None:
		validate_maintenance_order(sales_order)
		if not get_open_lines(sales_order.items, completing_rows):
			throw_nothing_left(sales_order, (row.visit for row in completing_rows))

	return get_mapped_doc(
		"Sales Order",
		source_name,
		{
			"Sales Order": {"doctype": "Maintenance Visit", "postprocess": validate},
			"Sales Order Item": get_line_map(mapped, completing_rows),
		},
		target_doc,
		set_missing_values,
	)


def get_line_map(mapped: set[str], completing_rows: list[dict]) -> dict:
	"""Say to Frappe's mapper how an order's line becomes a row, and which lines do."""
	return {
		"doctype": "Maintenance Visit Purpose",
		"field_map": {
			"parenttype": "prevdoc_doctype",
			"parent": "prevdoc_docname",
			"name": "prevdoc_detail_docname",
		},
		"field_no_map": TEXTS,
		"condition": lambda line: line.name not in mapped and get_open_lines([line], completing_rows),
		"postprocess": copy_texts,
	}


def copy_texts(line: Document, row: Document, sales_order: Document) -> None:
	row.update({fieldname: line.get(fieldname) for fieldname in TEXTS})


def get_mapped_lines(visit: Document | None) -> set[str]:
	return {row.prevdoc_detail_docname for row in visit.purposes} if visit else set()


def validate_maintenance_order(sales_order: Document) -> None:
	link = get_link_to_form("Sales Order", sales_order.name)
	if sales_order.docstatus != 1:
		throw_not_open(_("Sales Order {0} is not submitted. Submit it first.").format(link))
	if sales_order.order_type != "Maintenance":
		throw_not_open(
			_("Sales Order {0} is of Order Type {1}. Visits are made for orders of type {2}.").format(
				link, frappe.bold(_(sales_order.order_type)), frappe.bold(_("Maintenance"))
			)
		)
	if sales_order.status in ("Closed", "On Hold"):
		throw_not_open(
			_("Sales Order {0} is {1}. Reopen it to plan a visit.").format(
				link, frappe.bold(_(sales_order.status))
			)
		)


def throw_not_open(message: str) -> None:
	frappe.throw(message, NotAMaintenanceOrderError, title=_("No Visit for This Order"))


def set_missing_values(sales_order: Document, visit: Document) -> None:
	tidy_up(visit)
	prefer_site(visit, sales_order.shipping_address_name)
	set_type(visit)
	service_person = get_service_person(sales_order)
	for row in visit.purposes:
		if row.prevdoc_docname == sales_order.name and not row.service_person:
			row.service_person = service_person


def get_service_person(sales_order: Document) -> str | None:
	"""Return the person with the largest share in the order's sales team, if it is not a group."""
	if not sales_order.sales_team:
		return None
	main = max(sales_order.sales_team, key=lambda member: member.allocated_percentage or 0)
	return frappe.db.get_value("Sales Person", {"name": main.sales_person, "is_group": 0})
