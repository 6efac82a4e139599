"""The documents a visit was made for: order, schedule, claim."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import escape_html

from maintenance_visit_app.derived.orders import get_completing_rows
from maintenance_visit_app.derived.schedules import get_dates
from maintenance_visit_app.derived.visited_rows import PENDING
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.links import get_link, may_read
from maintenance_visit_app.maintenance_visits.named_schedules import (
	get_named_schedules,
	get_newly_named,
)
from maintenance_visit_app.maintenance_visits.source_kinds import (
	SourceKind,
	get_source_kinds,
	get_source_names,
)
from maintenance_visit_app.records import has_doctype, lock

ORDER, SCHEDULE = "Sales Order", "Maintenance Schedule"


class SourceMismatchError(frappe.ValidationError):
	pass


class LineDoneError(frappe.ValidationError):
	pass


def lock_sources(visit: Document) -> None:
	"""Let visits of one order, schedule or claim be submitted and cancelled one after the other.

	Called before Frappe locks the visit: who held his visit first and then waited for the order would be in the way of
	who has the order and reads all of its visits.
	"""
	if visit.docstatus.is_draft():
		return
	rows = get_stored_rows(visit) if visit.docstatus.is_cancelled() else visit.purposes
	for doctype in get_source_kinds():
		if (names := get_source_names(rows, doctype)) and has_doctype(doctype):
			lock(doctype, names)


def get_stored_rows(visit: Document) -> list[frappe._dict]:
	"""What a cancel sends along says nothing of what the visit was made for."""
	rows = {"parenttype": visit.doctype, "parentfield": "purposes", "parent": visit.name or ""}
	return frappe.get_all("Maintenance Visit Purpose", rows, ["prevdoc_doctype", "prevdoc_docname"])


def validate_source_doctypes(visit: Document) -> None:
	"""Say which row is for a kind of document that isn't on this site: of a link to one Frappe says only that."""
	for row in visit.purposes:
		doctype = row.prevdoc_doctype
		if doctype and isinstance(doctype, str) and not has_doctype(doctype):
			throw_mismatch(
				_(
					"There are no documents of the kind {0} on this site. Leave out Document Type and Against Document No, or run bench migrate where the kind was there before."
				).format(frappe.bold(escape_html(doctype))),
				row,
			)


def validate_sources(visit: Document) -> dict[str, frappe._dict]:
	"""Check that every row's source is of this customer and company, with one statement per kind of source.

	Returns what get_dates knows of the schedules' dates that the visit is for.
	On submit the sources are locked until the end of the transaction: what they say is derived from the rows.
	"""
	for kind in get_source_kinds().values():
		if kind.doctype != SCHEDULE:
			validate_sources_of_kind(visit, kind)
	return validate_schedules(visit)


def validate_sources_of_kind(visit: Document, kind: SourceKind) -> None:
	rows = [row for row in visit.purposes if row.prevdoc_doctype == kind.doctype and row.prevdoc_docname]
	sources = get_sources(kind, rows, visit.docstatus.is_submitted()) if rows else {}
	for row in rows:
		source = sources.get(row.prevdoc_docname) or throw_gone(kind.doctype, row.prevdoc_docname, row)
		validate_same_customer_and_company(visit, source, row)
		if kind.doctype == ORDER:
			validate_order_line(row, source)


def validate_schedules(visit: Document) -> dict[str, frappe._dict]:
	"""Check the schedules that the visit and its rows name, and the dates of theirs, which are returned."""
	named = list(get_named_schedules(visit))
	if not named:
		return {}
	is_submitted = visit.docstatus.is_submitted()
	schedules = {schedule for _row, schedule, _detail in named if schedule}
	if is_submitted:
		lock(SCHEDULE, schedules)
	# Who had to wait for a cancel sees it
	is_locked = is_submitted or bool(get_newly_named(visit))
	dates = get_dates({detail for _row, _schedule, detail in named if detail}, is_locked)
	sources = {date.parent: get_source_of_date(date) for date in dates.values()}
	if without_date := schedules - sources.keys():
		sources |= get_sources_by_name(get_source_kinds()[SCHEDULE], without_date, is_locked)
	for row, schedule, detail in named:
		parent = dates[detail].parent if detail in dates else None
		if detail and (not parent or parent != (schedule or parent)):
			throw_other_date(schedule, row)
		source = sources.get(parent or schedule) or throw_gone(SCHEDULE, schedule, row)
		validate_same_customer_and_company(visit, source, row)
		validate_submitted_schedule(source, row)
	return dates


def get_source_of_date(date: dict) -> frappe._dict:
	return frappe._dict(date, doctype=SCHEDULE, name=date.parent)


def validate_submitted_schedule(schedule: dict, row: Document | None) -> None:
	if schedule.docstatus == 1:
		return
	reason = _("Maintenance Schedule {0} is not submitted. Submit it first.")
	if schedule.docstatus == 2:
		reason = _(
			"Maintenance Schedule {0} is cancelled. Delete this visit, or detach it: the cancelled schedule has a button for both."
		)
	throw_mismatch(reason.format(get_link(SCHEDULE, schedule.name)), row)


def throw_other_date(schedule: str | None, row: Document | None) -> None:
	"""Whose date it is stays untold: it may be another customer's."""
	if not schedule:
		throw_mismatch(_("This date is in no Maintenance Schedule. Get the items from one again."), row)
	throw_mismatch(
		_("This date is not one of Maintenance Schedule {0}. Get the items from the schedule again.").format(
			frappe.bold(escape_html(schedule))
		),
		row,
	)


def throw_gone(doctype: str, name: str, row: Document | None) -> None:
	throw_mismatch(_("{0} {1} does not exist.").format(_(doctype), frappe.bold(escape_html(name))), row)


def validate_same_customer_and_company(
	visit: Document, source: Document, row: Document | None = None
) -> None:
	"""Throw SourceMismatchError where a source is of another customer or company than the visit states."""
	for fieldname in ("customer", "company"):
		stated, found = visit.get(fieldname), source.get(fieldname)
		if stated and found and stated != found:
			throw_mismatch(describe_mismatch(visit, source, fieldname), row)


def describe_mismatch(visit: Document, source: Document, fieldname: str) -> str:
	"""Whose a document is, is told to those only who may read it."""
	if not may_read(source.doctype, source.name):
		return _("This {0} is of another customer or company than the visit, or you may not read it.").format(
			_(source.doctype)
		)
	return _("{0} {1} is of {2} {3}, but this visit is of {4}. Make a visit of its own for it.").format(
		_(source.doctype),
		get_link(source.doctype, source.name),
		_(visit.meta.get_label(fieldname)),
		frappe.bold(escape_html(source.get(fieldname))),
		frappe.bold(escape_html(visit.get(fieldname))),
	)


def validate_order_line(row: Document, sales_order: dict) -> None:
	if sales_order.docstatus != 1:
		throw_mismatch(
			_("Sales Order {0} is not submitted. Submit it first.").format(
				get_link("Sales Order", sales_order.name)
			),
			row,
		)
	if row.prevdoc_detail_docname and row.prevdoc_detail_docname not in sales_order.lines:
		throw_mismatch(
			_("Sales Order {0} has no line {1}. Get the items from the order again.").format(
				get_link("Sales Order", sales_order.name),
				frappe.bold(escape_html(row.prevdoc_detail_docname)),
			),
			row,
		)


def validate_open_lines(visit: Document) -> None:
	"""Throw LineDoneError where another visit has fully completed the order line that a row worked on.

	Rows made before this app know no line: they are for the order's lines of their item.
	"""
	rows = [
		row
		for row in visit.purposes
		if row.prevdoc_doctype == "Sales Order" and row.prevdoc_docname and row.completion_status != PENDING
	]
	orders = {row.prevdoc_docname for row in rows}
	done = (
		[row for row in get_completing_rows(orders, for_update=True) if row.visit != visit.name]
		if rows
		else ()
	)
	lines = {row.line: row for row in done if row.line}
	items = {(row.sales_order, row.item_code): row for row in done}
	items_without_line = {(row.sales_order, row.item_code): row for row in done if not row.line}
	for row in rows:
		key = (row.prevdoc_docname, row.item_code)
		line = row.prevdoc_detail_docname
		if found := (lines.get(line) or items_without_line.get(key)) if line else items.get(key):
			throw_line_done(row, found)


def throw_line_done(row: Document, done: dict) -> None:
	frappe.throw(
		_(
			"Row #{0}: {1} of Sales Order {2} was fully completed by {3} already. Delete the row, or set its Completion Status to Pending."
		).format(
			row.idx,
			frappe.bold(escape_html(row.item_name or row.item_code)),
			get_link("Sales Order", done.sales_order),
			get_link("Maintenance Visit", done.visit),
		),
		LineDoneError,
		title=_("Done Already"),
	)


def throw_mismatch(message: str, row: Document | None) -> None:
	if row:
		message = _("Row #{0}: {1}").format(row.idx, message)
	frappe.throw(message, SourceMismatchError, title=_("Wrong Source"))


def get_sources(kind: SourceKind, rows: Iterable[Document], for_update: bool) -> dict[str, frappe._dict]:
	"""Return the rows' source documents as {name: customer, company, docstatus, lines}."""
	names = {row.prevdoc_docname for row in rows}
	lines = {row.prevdoc_detail_docname or "" for row in rows} if kind.doctype == ORDER else set()
	return get_sources_by_name(kind, names, for_update, lines)


def get_sources_by_name(
	kind: SourceKind, names: set[str], for_update: bool, lines: set[str] = frozenset()
) -> dict[str, frappe._dict]:
	source = DocType(kind.doctype)
	stated = {"customer": kind.customer, "company": kind.company}
	query = (
		frappe.qb.from_(source)
		.select(source.name, source.docstatus)
		.select(*(source[field].as_(fact) for fact, field in stated.items() if field))
		.where(source.name.isin(sorted(names)))
		.orderby(source.name)
	)
	if lines:
		query = join_lines(query, source, lines)
	if for_update:
		query = query.for_update()
	sources = {}
	for record in query.run(as_dict=True):
		found = sources.setdefault(record.name, frappe._dict(record, doctype=kind.doctype, lines=set()))
		found.lines.add(record.line)
	return sources


def join_lines(query, sales_order: DocType, names: set[str]):
	line = DocType("Sales Order Item")
	return (
		query.left_join(line)
		.on((line.parent == sales_order.name) & line.name.isin(names))
		.select(line.name.as_("line"))
	)


def get_schedule_details(visit: Document) -> set[str]:
	"""Return the schedule's rows that a visit is for: the one it names itself, or else those of its rows."""
	if visit.maintenance_schedule_detail:
		return {visit.maintenance_schedule_detail}
	return {row.maintenance_schedule_detail for row in visit.purposes if row.maintenance_schedule_detail}
