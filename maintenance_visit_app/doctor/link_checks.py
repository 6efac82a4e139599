"""Whether what visits and their rows name is still there. What is gone is told, never deleted."""

from functools import partial

import frappe
from frappe.query_builder import DocType

from maintenance_visit_app.doctor.check import Check
from maintenance_visit_app.records import has_doctype
from maintenance_visit_app.setup import former_sources
from maintenance_visit_app.setup.ownership import PURPOSE, VISIT

CANCELLED = 2


def find_gone_from_rows(fieldname: str, target: str, of: str | None = None) -> dict[str, str]:
	"""Return the rows whose `fieldname` names no `target`; with `of` only rows made for such a document.

	Cancelled visits are left out: Frappe lets the documents that they name be deleted.
	"""
	visit, row = DocType(VISIT), DocType(PURPOSE)
	query = (
		frappe.qb.from_(row)
		.join(visit)
		.on((visit.name == row.parent) & (row.parenttype == VISIT))
		.select(row.name, row.parent, row.idx, row[fieldname].as_("gone"))
		.where((row[fieldname] != "") & (visit.docstatus < CANCELLED))
		.orderby(visit.name, row.idx)
	)
	query = only_gone(query, row[fieldname], target)
	found = (query.where(row.prevdoc_doctype == of) if of else query).run(as_dict=True)
	return {
		f"{each.name} {target}": f"{each.parent}, row {each.idx}: {target} {each.gone} does not exist."
		for each in found
	}


def find_gone_from_visits(fieldname: str, target: str) -> dict[str, str]:
	"""Return the visits, without the cancelled ones, whose `fieldname` names no `target`."""
	visit = DocType(VISIT)
	query = (
		frappe.qb.from_(visit)
		.select(visit.name, visit[fieldname].as_("gone"))
		.where((visit[fieldname] != "") & (visit.docstatus < CANCELLED))
		.orderby(visit.name)
	)
	found = only_gone(query, visit[fieldname], target).run(as_dict=True)
	return {f"{each.name} {target}": f"{each.name}: {target} {each.gone} does not exist." for each in found}


def only_gone(query, field, target: str):
	"""Keep what has no record to lead to; of a DocType that isn't on this site no record is there."""
	if not frappe.db.table_exists(target):
		return query
	record = DocType(target)
	return query.left_join(record).on(record.name == field).where(record.name.isnull())


def find_gone_sources() -> dict[str, str]:
	"""One statement for each DocType that rows name as their source, and that is there."""
	problems = {}
	for doctype in filter(has_doctype, former_sources.get_named("prevdoc_doctype")):
		problems |= find_gone_from_rows("prevdoc_docname", doctype, of=doctype)
	return problems


def find_gone_kinds() -> dict[str, str]:
	return {
		doctype: f"Visits were made for documents of the kind {doctype}, which is not on this site: they don't open."
		for doctype in former_sources.get_absent_doctypes()
	}


def find_gone_schedule_rows() -> dict[str, str]:
	fieldname, target = "maintenance_schedule_detail", "Maintenance Schedule Detail"
	return find_gone_from_rows(fieldname, target) | find_gone_from_visits(fieldname, target)


DRAFT_OR_RESTORE = (
	"In a draft, mend the row or delete it. What a submitted visit names can be brought back from Deleted Document; "
	"else cancel and amend the visit."
)
LINK_CHECKS = (
	Check(
		"source_kinds",
		"Kinds of sources",
		find_gone_kinds,
		"Run this command with --fix, or migrate: what the rows name is kept beside, until the kind comes back.",
		former_sources.set_aside,
	),
	Check("sources", "Sources of rows", find_gone_sources, DRAFT_OR_RESTORE),
	Check(
		"lines",
		"Order lines of rows",
		partial(find_gone_from_rows, "prevdoc_detail_docname", "Sales Order Item", of="Sales Order"),
		"The line was removed from its order. In a draft, delete the row and get the items again; "
		"a submitted visit may stay as it is: the order follows from the lines it has.",
	),
	Check(
		"schedule_rows",
		"Schedule rows of visits",
		find_gone_schedule_rows,
		"The dates of the schedule were made anew, or it was deleted. In a draft, make the visit again from its schedule; "
		"a submitted visit may stay as it is, and counts for no date.",
	),
	Check(
		"serial_numbers",
		"Serial numbers of rows",
		partial(find_gone_from_rows, "serial_no", "Serial No"),
		DRAFT_OR_RESTORE,
	),
	Check("items", "Items of rows", partial(find_gone_from_rows, "item_code", "Item"), DRAFT_OR_RESTORE),
	Check(
		"schedules",
		"Schedules of visits",
		partial(find_gone_from_visits, "maintenance_schedule", "Maintenance Schedule"),
		"Bring the schedule back from Deleted Document, or make the visit again: a draft can be deleted, "
		"a submitted visit cancelled and amended.",
	),
)
