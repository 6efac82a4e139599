"""What a visit's status follows from."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import create_batch, getdate, today

from maintenance_visit_app import changes

# In Frappe's cache: the last day for which overdue visits were marked
LAST_DAY = "maintenance_visits_last_day"
MOST_AT_ONCE = 1000


class StatusError(frappe.ValidationError):
	pass


def get_status(visit: Document) -> str:
	"""Return the status that follows from a visit's docstatus, check-ins, date and technicians."""
	if visit.docstatus.is_submitted():
		return "Submitted"
	if visit.docstatus.is_cancelled():
		return "Cancelled"
	if visit.time_logs:
		return "In Progress"
	if getdate(visit.mntc_date) < getdate(today()):
		return "Overdue"
	return "Planned" if any(row.service_person for row in visit.purposes) else "Draft"


def validate_untouched(visit: Document) -> None:
	"""Refuse statuses that somebody sets, such as by dragging a card to another column of a Kanban board."""
	before = visit.get_doc_before_save()
	if not before or not visit.docstatus.is_draft():
		return
	for fieldname in ("billing_status", "signature_status"):
		if visit.get(fieldname) and visit.get(fieldname) != before.get(fieldname):
			label = frappe.bold(_(visit.meta.get_label(fieldname)))
			throw_status_error(_("{0} follows from the visit: it can't be set.").format(label))
	if visit.status and visit.status not in (before.status, get_status(visit)):
		refuse_status(visit, before)


def refuse_status(visit: Document, before: Document) -> None:
	"""A form that was opened the day before may hold a status that time has changed: that one is told."""
	reason = _(
		"The visit stays {0}: its status follows from its date, its technicians, its check-ins, and from Submit and Cancel."
	).format(frappe.bold(_(get_status(visit), context="Maintenance Visit")))
	if before.status == "Overdue" and visit.status in ("Draft", "Planned"):
		frappe.msgprint(reason, title=_("Overdue"), indicator="orange")
	else:
		throw_status_error(reason)


def throw_status_error(reason: str) -> None:
	frappe.throw(reason, StatusError, title=_("Status Follows from the Visit"))


def set_overdue_visits_of_new_day() -> None:
	"""Mark overdue visits as soon as a day has begun at the site, whatever the daily job waits for. At each tick."""
	if frappe.cache.get_value(LAST_DAY) == today():
		return
	set_overdue_visits()
	frappe.db.after_commit.add(lambda: frappe.cache.set_value(LAST_DAY, today()))


def set_overdue_visits() -> None:
	"""Mark the drafts that nobody has begun and whose day has passed. Daily job.

	They are looked up without lock: an update by day would lock all visits that ever were.
	"""
	found = frappe.get_all("Maintenance Visit", get_overdue_filters(), pluck="name", order_by=None)
	for names in create_batch(found, MOST_AT_ONCE):
		frappe.db.set_value(
			"Maintenance Visit",
			{**get_overdue_filters(), "name": ("in", names)},
			"status",
			"Overdue",
			update_modified=False,
		)
		changes.note(names)


def get_overdue_filters() -> dict:
	return {"docstatus": 0, "mntc_date": ("<", today()), "status": ("in", ("Draft", "Planned"))}
