"""The drafts that hang on a visit or on a schedule: follow-ups and planned visits. Cancelling it strands none of them."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.links import get_link

VISIT, SCHEDULE = "Maintenance Visit", "Maintenance Schedule"


class DraftsLeftError(frappe.ValidationError):
	pass


class WorkBegunError(frappe.ValidationError):
	pass


class NoDraftsOfError(frappe.ValidationError):
	pass


def validate_no_drafts(document: Document) -> None:
	"""Throw DraftsLeftError with the drafts that the cancelled document would leave behind."""
	drafts = find_drafts(document.doctype, document.name)
	if not drafts:
		return
	heading = _(
		"{0} {1} has draft visits. Delete or detach them first: Desk asks for it on Cancel, a program calls {2} or {3}."
	).format(
		_(document.doctype),
		frappe.bold(document.name),
		f"{__name__}.delete_drafts",
		f"{__name__}.detach_drafts",
	)
	links = [get_link(VISIT, name) for name in drafts]
	frappe.throw([heading, *links], DraftsLeftError, title=_("Draft Visits"), as_list=True)


@frappe.whitelist()
def get_drafts(doctype: str = "", name: str = "") -> list[str]:
	"""Return the draft visits that follow up the visit, or are planned for the schedule, `name`.

	The user needs to read that document; drafts that he may not read are left out.
	"""
	validate_readable(doctype, name)
	drafts = find_drafts(doctype, name)
	return frappe.get_list(VISIT, {"name": ("in", drafts)}, pluck="name", order_by="name") if drafts else []


@frappe.whitelist(methods=["POST"])
def delete_drafts(doctype: str = "", name: str = "", cancel: bool = False) -> list[str]:
	"""Delete all draft visits of a visit or schedule, and return their names; those that were begun stop it.

	With `cancel` the document is cancelled, too: where that is refused, the drafts stay. The user needs to read
	that document, or to cancel it, and to delete each of the visits.
	"""
	validate_readable(doctype, name)
	drafts = find_drafts(doctype, name)
	validate_not_begun(drafts)
	for draft in drafts:
		frappe.delete_doc(VISIT, draft)
	if cancel:
		frappe.get_doc(doctype, name).cancel()
	return drafts


@frappe.whitelist(methods=["POST"])
def detach_drafts(doctype: str = "", name: str = "", cancel: bool = False) -> list[str]:
	"""Let all draft visits of a visit or schedule stand alone, and return their names.

	`cancel` as of `delete_drafts`. The user needs to read that document, or to cancel it, and to write each of the
	visits; what saving one refuses stops it.
	"""
	validate_readable(doctype, name)
	drafts = find_drafts(doctype, name)
	dates = set(get_dates(name)) if doctype == SCHEDULE else set()
	for draft in drafts:
		visit = frappe.get_doc(VISIT, draft)
		if doctype == SCHEDULE:
			detach_from_schedule(visit, name, dates)
		else:
			visit.follow_up_of = None
		visit.save()
	if cancel:
		frappe.get_doc(doctype, name).cancel()
	return drafts


def validate_readable(doctype: str, name: str) -> None:
	# Without a name, every draft that hangs on nothing would be found
	if doctype not in (VISIT, SCHEDULE) or not name:
		frappe.throw(
			_("Name a {0} or a {1} on which draft visits hang.").format(_(VISIT), _(SCHEDULE)),
			NoDraftsOfError,
			title=_("Draft Visits"),
		)
	frappe.has_permission(doctype, "read", name, throw=True)


def validate_not_begun(drafts: Iterable[str]) -> None:
	"""What a technician has begun to record is thrown away by nobody."""
	begun = frappe.get_all(
		VISIT, {"name": ("in", list(drafts)), "status": "In Progress"}, pluck="name", order_by="name"
	)
	if drafts and begun:
		frappe.throw(
			_("These visits are in progress. Detach them instead: {0}").format(
				", ".join(get_link(VISIT, name) for name in begun)
			),
			WorkBegunError,
			title=_("In Progress"),
		)


def detach_from_schedule(visit: Document, schedule: str, dates: set[str]) -> None:
	if visit.maintenance_schedule == schedule:
		visit.maintenance_schedule = None
	if visit.maintenance_schedule_detail in dates:
		visit.maintenance_schedule_detail = None
	for row in visit.purposes:
		if (row.prevdoc_doctype, row.prevdoc_docname) == (SCHEDULE, schedule):
			row.update({"prevdoc_doctype": None, "prevdoc_docname": None})
		if row.maintenance_schedule_detail in dates:
			row.maintenance_schedule_detail = None


def find_drafts(doctype: str, name: str) -> list[str]:
	if doctype == SCHEDULE:
		return sorted({*get_drafts_that_name(name), *get_drafts_whose_rows_name(name)})
	return frappe.get_all(VISIT, {"follow_up_of": name, "docstatus": 0}, pluck="name", order_by="name")


def get_drafts_that_name(schedule: str) -> list[str]:
	visit = DocType(VISIT)
	is_named = visit.maintenance_schedule == schedule
	if dates := get_dates(schedule):
		is_named |= visit.maintenance_schedule_detail.isin(dates)
	return frappe.qb.from_(visit).select(visit.name).where(is_named & (visit.docstatus == 0)).run(pluck=True)


def get_drafts_whose_rows_name(schedule: str) -> list[str]:
	visit, row = DocType(VISIT), DocType("Maintenance Visit Purpose")
	is_named = (row.prevdoc_docname == schedule) & (row.prevdoc_doctype == SCHEDULE)
	if dates := get_dates(schedule):
		is_named |= row.maintenance_schedule_detail.isin(dates)
	return (
		frappe.qb.from_(row)
		.join(visit)
		.on((visit.name == row.parent) & (row.parenttype == VISIT))
		.select(visit.name)
		.where(is_named & (visit.docstatus == 0))
	).run(pluck=True)


def get_dates(schedule: str) -> list[str]:
	return frappe.get_all("Maintenance Schedule Detail", {"parent": schedule}, pluck="name")
