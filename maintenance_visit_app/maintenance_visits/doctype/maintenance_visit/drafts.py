"""The drafts that hang on a visit or on a schedule: follow-ups and planned visits. Cancelling it strands none of them."""

from collections.abc import Callable, Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.translate import get_user_lang
from frappe.utils import cint, create_batch, escape_html

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.links import get_link
from maintenance_visit_app.maintenance_visits.permitted_visit import get_permitted_visit
from maintenance_visit_app.messages import notify, take_text
from maintenance_visit_app.records import lock
from maintenance_visit_app.retry import DeadlockError, end_batch

VISIT, SCHEDULE = "Maintenance Visit", "Maintenance Schedule"
# As many as a user waits for, and as many as a background job settles in one transaction
MOST_AT_ONCE, BATCH = 50, 10
SAVEPOINT = "drafts_of_a_document"


class DraftsLeftError(frappe.ValidationError):
	pass


class WorkBegunError(frappe.ValidationError):
	pass


class NoDraftsOfError(frappe.ValidationError):
	pass


def validate_no_drafts(document: Document) -> None:
	"""Throw DraftsLeftError with the drafts that the cancelled document would leave behind."""
	drafts = find_drafts(document.doctype, document.name, for_update=True)
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
	that document, or to cancel it, and to delete each of the visits. More than MOST_AT_ONCE are left to a background
	job, and the answer is empty: it goes on until a visit refuses, cancels last, and tells the user.
	"""
	validate_readable(doctype, name)
	drafts = find_drafts(doctype, name)
	validate_not_begun(drafts)
	return settle(delete_each, doctype, name, drafts, bool(cint(cancel)))


@frappe.whitelist(methods=["POST"])
def detach_drafts(doctype: str = "", name: str = "", cancel: bool = False) -> list[str]:
	"""Let all draft visits of a visit or schedule stand alone, and return their names.

	`cancel`, and what becomes of many, as of `delete_drafts`. The user needs to read that document, or to cancel it, and
	to write each of the visits; what saving one refuses stops it.
	"""
	validate_readable(doctype, name)
	return settle(detach_each, doctype, name, find_drafts(doctype, name), bool(cint(cancel)))


def settle(change: Callable, doctype: str, name: str, drafts: list[str], cancel: bool) -> list[str]:
	if len(drafts) > MOST_AT_ONCE:
		enqueue(change, doctype, name, drafts, cancel)
		return []
	if cancel and doctype == SCHEDULE:
		# Before the naming series, which a deleted draft holds: as who plans its dates
		lock(SCHEDULE, {name})
	change(doctype, name, drafts)
	if cancel:
		frappe.get_doc(doctype, name).cancel()
	return drafts


def delete_each(doctype: str, name: str, drafts: Iterable[str]) -> None:
	validate_not_begun(drafts)
	for draft in drafts:
		frappe.delete_doc(VISIT, draft)


def detach_each(doctype: str, name: str, drafts: Iterable[str]) -> None:
	dates = set(get_dates(name)) if doctype == SCHEDULE else set()
	for draft in drafts:
		visit = frappe.get_doc(VISIT, draft)
		if doctype == SCHEDULE:
			detach_from_schedule(visit, name, dates)
		else:
			visit.follow_up_of = None
		visit.save()


def enqueue(change: Callable, doctype: str, name: str, drafts: list[str], cancel: bool) -> None:
	frappe.has_permission(VISIT, "delete" if change is delete_each else "write", throw=True)
	frappe.enqueue(
		settle_in_background,
		timeout=1500,
		enqueue_after_commit=True,
		change=change,
		source={"doctype": doctype, "name": name},
		cancel=cancel,
	)
	frappe.msgprint(
		_("{0} visits are changed in the background. You are told when it is done.").format(len(drafts)),
		alert=True,
	)


def settle_in_background(change: Callable, source: dict[str, str], cancel: bool) -> None:
	"""Settle the drafts as the user who chose so, until one refuses, and tell that user. Background job.

	Batch by batch: who deletes a draft holds the row of the naming series until the transaction ends.
	"""
	user = frappe.session.user
	# A job speaks the site's language
	frappe.local.lang = get_user_lang(user)
	drafts, told, done = find_drafts(**source), len(frappe.get_message_log()), 0
	reason = ""
	try:
		for batch in create_batch(drafts, BATCH):
			frappe.db.savepoint(SAVEPOINT)
			change(source["doctype"], source["name"], batch)
			end_batch()
			done += len(batch)
		if cancel:
			frappe.db.savepoint(SAVEPOINT)
			frappe.get_doc(source["doctype"], source["name"]).cancel()
	except (frappe.ValidationError, frappe.PermissionError) as error:
		reason = take_text(told) or str(error)
		undo(error)
	title = _("Draft visits of {0}: {1} of {2} done").format(source["name"], done, len(drafts))
	notify([user], title, escape_html(reason) or title)


def undo(error: Exception) -> None:
	"""Undo what was begun; of a deadlock the database has done so."""
	if not isinstance(error, DeadlockError):
		frappe.db.rollback(save_point=SAVEPOINT)


def validate_readable(doctype: str, name: str) -> None:
	# Without a name, every draft that hangs on nothing would be found
	if doctype not in (VISIT, SCHEDULE) or not name:
		frappe.throw(
			_("Name a {0} or a {1} on which draft visits hang.").format(_(VISIT), _(SCHEDULE)),
			NoDraftsOfError,
			title=_("Draft Visits"),
		)
	if doctype == VISIT:
		get_permitted_visit(name)
	else:
		frappe.has_permission(doctype, "read", name, throw=True)


def validate_not_begun(drafts: Iterable[str]) -> None:
	"""What a technician has begun to record is thrown away by nobody. The drafts are locked: none is begun meanwhile."""
	visit = DocType(VISIT)
	query = frappe.qb.from_(visit).select(visit.name, visit.status).where(visit.name.isin(list(drafts)))
	locked = query.orderby(visit.name).for_update().run() if drafts else []
	begun = [name for name, status in locked if status == "In Progress"]
	if begun:
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


def find_drafts(doctype: str, name: str, for_update: bool = False) -> list[str]:
	"""Return the drafts; of what is locked, `for_update` finds those that others have inserted meanwhile, too."""
	if doctype == SCHEDULE:
		found = {*get_drafts_that_name(name), *get_drafts_whose_rows_name(name)}
		return sorted(found or (get_new_drafts(name) if for_update else ()))
	filters = {"follow_up_of": name, "docstatus": 0}
	return frappe.db.get_values(VISIT, filters, "name", order_by="name", pluck=True, for_update=for_update)


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


def get_new_drafts(schedule: str) -> set[str]:
	"""Return the drafts as they are now, not as they were when the transaction began.

	Where none was there, hardly anything is locked by it: each question goes by one index.
	"""
	visit, row = DocType(VISIT), DocType("Maintenance Visit Purpose")
	of_rows = (
		frappe.qb.from_(row)
		.join(visit)
		.on((visit.name == row.parent) & (row.parenttype == VISIT))
		.select(visit.name)
		.where(visit.docstatus == 0)
		.for_update()
	)
	is_named = (row.prevdoc_docname == schedule) & (row.prevdoc_doctype == SCHEDULE)
	found = set(of_rows.where(is_named).run(pluck=True))
	if dates := get_dates(schedule):
		of_visits = frappe.qb.from_(visit).select(visit.name).where(visit.docstatus == 0).for_update()
		found.update(of_rows.where(row.maintenance_schedule_detail.isin(dates)).run(pluck=True))
		found.update(of_visits.where(visit.maintenance_schedule_detail.isin(dates)).run(pluck=True))
	return found


def get_dates(schedule: str) -> list[str]:
	return frappe.get_all("Maintenance Schedule Detail", {"parent": schedule}, pluck="name")
