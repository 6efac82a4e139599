"""Many visits at once, chosen in the list: another technician, another day. One that refuses stops no other."""

from collections.abc import Callable
from datetime import date, time

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.translate import get_user_lang
from frappe.utils import (
	add_days,
	cint,
	create_batch,
	escape_html,
	format_date,
	get_link_to_form,
	getdate,
	today,
)

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.time_logs import (
	validate_nobody_at_work,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import (
	check_time,
	get_checked,
	get_day,
	get_json,
)
from maintenance_visit_app.maintenance_visits.permitted_visit import get_permitted_visit
from maintenance_visit_app.maintenance_visits.planning.many import Result, do_each, get_nothing
from maintenance_visit_app.messages import get_list, notify
from maintenance_visit_app.retry import end_batch

# As many visits as a user waits for; more are changed in the background.
MOST_AT_ONCE = 20
MOST = 500
MOST_DAYS = 3660


class NotDraftError(frappe.ValidationError):
	pass


class TechnicianError(frappe.ValidationError):
	pass


@frappe.whitelist(methods=["POST"])
@complete
def assign_technician(visits: str | list, service_person: str) -> Result | None:
	"""Let a sales person do all rows of these draft visits.

	Return {done: [name], failed: [{name, reason}], told: [{name, reason}]}, or None where a background job does
	it. Each visit is saved as its form would be: the user needs to write it, and what saving it refuses is
	refused here, too. A visit at which somebody is checked in is left out.
	"""
	frappe.has_permission("Maintenance Visit", "write", throw=True)
	validate_technician(service_person)
	return change_visits(visits, set_technician, service_person=service_person)


@frappe.whitelist(methods=["POST"])
@complete
def reschedule(
	visits: str | list,
	mntc_date: str | date | None = None,
	mntc_time: str | time | None = None,
	days: int | str | None = None,
) -> Result | None:
	"""Move these draft visits to a date, or by a number of days, which may be negative.

	A visit keeps its time unless there is a `mntc_time`; what lands in the past is told. Return, permissions and
	what is left out as of `assign_technician`.
	"""
	frappe.has_permission("Maintenance Visit", "write", throw=True)
	if bool(mntc_date) == bool(cint(days)):
		frappe.throw(_("Choose a date, or a number of days to move the visits by."), title=_("Reschedule"))
	if abs(cint(days)) > MOST_DAYS:
		frappe.throw(_("Move the visits by {0} days at most.").format(MOST_DAYS), title=_("Reschedule"))
	mntc_date = get_day(mntc_date) if mntc_date else None
	mntc_time = get_checked(mntc_time, check_time, str) if mntc_time else None
	return change_visits(visits, move, mntc_date=mntc_date, mntc_time=mntc_time, days=cint(days))


def validate_technician(service_person: str) -> None:
	person = frappe.db.get_value("Sales Person", service_person, ["is_group", "enabled"], as_dict=True)
	if not person:
		reason = _("Technician {0} doesn't exist.")
	elif person.is_group:
		reason = _("{0} is a group of technicians. Choose the person who does the work.")
	elif not person.enabled:
		reason = _("Technician {0} is disabled. Choose another one.")
	else:
		return
	frappe.throw(
		reason.format(frappe.bold(escape_html(service_person))), TechnicianError, title=_("Not a Technician")
	)


def set_technician(visit: Document, service_person: str) -> None:
	for row in visit.purposes:
		row.service_person = service_person


def move(visit: Document, mntc_date: date | None, mntc_time: str | None, days: int) -> None:
	visit.mntc_date = mntc_date or add_days(getdate(visit.mntc_date), days)
	visit.mntc_time = mntc_time or visit.mntc_time
	if getdate(visit.mntc_date) < getdate(today()):
		frappe.msgprint(_("{0} is past.").format(format_date(visit.mntc_date)))


def change_visits(visits: str | list, change: Callable, **values) -> Result | None:
	"""Change few visits now and many in the background, and tell the user what became of them."""
	names = list(dict.fromkeys(map(str, get_json(visits, list, "visits"))))
	if not names:
		frappe.throw(_("Choose at least one visit."), title=_("No Visit Chosen"))
	if len(names) > MOST:
		frappe.throw(_("Choose {0} visits at most.").format(MOST), title=_("Too Many Visits"))
	if len(names) > MOST_AT_ONCE:
		enqueue(names, change, values)
		return None
	result = change_each(names, change, values)
	message = get_message(result)
	frappe.msgprint(message.pop("message"), **message)
	return result


def enqueue(names: list[str], change: Callable, values: dict) -> None:
	frappe.enqueue(
		change_in_background,
		timeout=1500,
		enqueue_after_commit=True,
		names=names,
		change=change,
		values=values,
	)
	frappe.msgprint(
		_("{0} visits are changed in the background. You are told when it is done.").format(len(names)),
		alert=True,
	)


def change_in_background(names: list[str], change: Callable, values: dict) -> None:
	"""Change the visits as the user who chose them, and tell that one. Background job."""
	user = frappe.session.user
	# A job speaks the site's language
	frappe.local.lang = get_user_lang(user)
	result = get_nothing()
	for batch in create_batch(names, MOST_AT_ONCE):
		for key, rows in change_each(batch, change, values).items():
			result[key] += rows
		end_batch()
	message = get_message(result)
	frappe.publish_realtime("msgprint", message, user=user, after_commit=True)
	notify([user], message["title"], message["message"])


def change_each(names: list[str], change: Callable, values: dict) -> Result:
	return do_each(names, lambda name: change_one(name, change, values))


def change_one(name: str, change: Callable, values: dict) -> str:
	visit = get_permitted_visit(name)
	if not visit.has_permission("write"):
		frappe.throw(_("You may not change this visit."), frappe.PermissionError)
	if not visit.docstatus.is_draft():
		status = _(visit.status, context="Maintenance Visit")
		frappe.throw(_("It is {0}: only drafts can be changed.").format(status), NotDraftError)
	validate_nobody_at_work(visit)
	change(visit, **values)
	return visit.save().name


def get_message(result: Result) -> dict:
	"""Return what tells of the visits, as Desk's `frappe.msgprint` takes it."""
	done, failed, told = (result[key] for key in ("done", "failed", "told"))
	title = _("{0} of {1} visits changed").format(len(done), len(done) + len(failed))
	lists = get_list(_("Not changed:"), get_links(failed))
	lists += get_list(_("Changed, but look at:"), get_links(told))
	if not lists:
		return {"message": title, "title": title, "indicator": "green", "alert": True}
	return {"message": lists, "title": title, "indicator": "red" if failed else "orange"}


def get_links(rows: list[dict]) -> list[tuple[str, str]]:
	return [(get_link_to_form("Maintenance Visit", row["name"]), row["reason"]) for row in rows]
