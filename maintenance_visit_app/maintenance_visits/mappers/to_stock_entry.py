"""The parts of a Maintenance Visit → a Stock Entry that issues them; one at a time for each visit."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.mapper import get_mapped_doc
from frappe.query_builder import DocType
from frappe.utils import get_link_to_form

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.derived.stock_entries import (
	MATERIAL_ISSUE,
	get_delivered_lines,
	get_stock_entry,
)
from maintenance_visit_app.maintenance_visits.mappers.mapping import load_target
from maintenance_visit_app.maintenance_visits.parts.errors import AlreadyIssuedError


class NothingToIssueError(frappe.ValidationError):
	pass


@frappe.whitelist()
@complete
def make_stock_entry(source_name: str, target_doc: str | Document | None = None) -> Document:
	"""Return a Stock Entry, not saved, that issues the parts of the visit `source_name` which are kept in stock.

	frappe.model.mapper checks that the user may read the visit and create stock entries.

	Raises AlreadyIssuedError, which names the Stock Entry that there is, and NothingToIssueError.
	"""
	return map_parts(source_name, load_target(target_doc, "Stock Entry"))


@frappe.whitelist()
@complete
def has_parts_to_issue(visit: str) -> bool:
	"""Tell whether a visit has parts that are kept in stock and that nothing has taken out yet.

	Raises frappe.PermissionError where the user may not read the visit.
	"""
	frappe.has_permission("Maintenance Visit", "read", visit, throw=True)
	return bool(get_parts_to_issue(visit)) and not get_stock_entry(visit)


def map_parts(visit: str, target_doc: Document | None = None, ignore_permissions: bool = False) -> Document:
	parts = get_parts_to_issue(visit)
	return get_mapped_doc(
		"Maintenance Visit",
		visit,
		{
			"Maintenance Visit": {
				"doctype": "Stock Entry",
				"field_map": {"name": "maintenance_visit"},
				# A supplier's, there
				"field_no_map": ["address_display"],
				"postprocess": set_purpose,
			},
			"Maintenance Visit Part": {
				"doctype": "Stock Entry Detail",
				"field_map": {
					"warehouse": "s_warehouse",
					"stock_qty": "transfer_qty",
					"serial_no": "serial_no",
					"batch_no": "batch_no",
				},
				# Saving fetches them; the mapper would load the whole Item for them, row by row.
				"field_no_map": ["item_group", "retain_sample"],
				"condition": lambda row: row.name in parts,
				"postprocess": use_numbers,
			},
		},
		target_doc,
		validate_items,
		ignore_permissions=ignore_permissions,
	)


def set_purpose(visit: Document, stock_entry: Document, source_parent: None) -> None:
	stock_entry.purpose = MATERIAL_ISSUE
	stock_entry.set_stock_entry_type()
	validate_only_issue(stock_entry)


def use_numbers(part: Document, row: Document, visit: Document) -> None:
	"""Let ERPNext take the numbers from the row, where it would else ask for a bundle of them."""
	row.use_serial_batch_fields = int(bool(part.serial_no or part.batch_no))


def validate_items(visit: Document, stock_entry: Document) -> None:
	link = get_link_to_form("Maintenance Visit", visit.name)
	if visit.docstatus == 2:
		throw_nothing(_("Maintenance Visit {0} is cancelled: its parts were not used.").format(link))
	if not stock_entry.items:
		throw_nothing(
			_(
				"Maintenance Visit {0} used no part that is kept in stock and that no invoice takes out. Add it to Parts Used first."
			).format(link)
		)


def throw_nothing(message: str) -> None:
	frappe.throw(message, NothingToIssueError, title=_("Nothing to Issue"))


def get_parts_to_issue(visit: str) -> set[str]:
	"""Return the names of a visit's parts that are kept in stock, without those that an invoice or its delivery takes out."""
	part, item = DocType("Maintenance Visit Part"), DocType("Item")
	query = (
		frappe.qb.from_(part)
		.join(item)
		.on(item.name == part.item_code)
		.select(part.name)
		.where((part.parent == visit) & (part.parenttype == "Maintenance Visit") & (item.is_stock_item == 1))
	)
	parts = set(query.run(pluck=True))
	return parts - {line.part for line in get_delivered_lines([visit])} if parts else parts


def validate_only_issue(stock_entry: Document) -> None:
	"""Throw AlreadyIssuedError where another entry, draft or submitted, issues the parts of the same visit."""
	visit = stock_entry.maintenance_visit
	existing = get_stock_entry(visit, for_update=True, other_than=stock_entry.name)
	if not existing:
		return
	frappe.throw(
		_(
			"Stock Entry {0} issues the parts of Maintenance Visit {1} already. Use that one, or cancel or delete it first."
		).format(
			get_link_to_form("Stock Entry", existing.name), get_link_to_form("Maintenance Visit", visit)
		),
		AlreadyIssuedError,
		title=_("Parts Are Issued Already"),
	)
