"""Many visits at once, chosen in the list: another technician, another day. One that refuses stops no other."""

from collections.abc import Callable
from datetime import date, time

import frappe
from frappe import _
from frappe.desk.doctype.notification_log.notification_log import enqueue_create_notification
from frappe.model.document import Document
from frappe.translate import get_user_lang
from frappe.utils import add_days, cint, escape_html, get_link_to_form, getdate, strip_html_tags

# As many visits as a user waits for; more are changed in the background.
MOST_AT_ONCE = 20
MOST = 500
SAVEPOINT = "visit_of_many"

Result = dict[str, list]


class NotDraftError(frappe.ValidationError):
	pass


class TechnicianError(frappe.ValidationError):
	pass


@frappe.whitelist(methods=["POST"])
def assign_technician(visits: str | list, service_person: str) -> Result | None:
	"""Let a sales person do all rows of these draft visits.

	Return {done: [name], failed: [{name, reason}], told: [{name, reason}]}, or None where a background job does
	it. Each visit is saved as its form would be: the user needs to write it, and what saving it refuses is
	refused here, too.
	"""
	validate_technician(service_person)
	return change_visits(visits, set_technician, service_person=service_person)


@frappe.whitelist(methods=["POST"])
def reschedule(
	visits: str | list,
	mntc_date: str | date | None = None,
	mntc_time: str | time | None = None,
	days: int | str | None = None,
) -> Result | None:
	"""Move these draft visits to a date, or by a number of days, which may be negative.

	A visit keeps its time unless there is a `mntc_time`. Return and permissions as of `assign_technician`.
	"""
	if bool(mntc_date) == bool(cint(days)):
		frappe.throw(_("Choose a date, or a number of days to move the visits by."), title=_("Reschedule"))
	return change_visits(visits, move, mntc_date=mntc_date, mntc_time=mntc_time or None, days=cint(days))


def validate_technician(service_person: str) -> None:
	person = frappe.db.get_value("Sales Person", service_person, ["is_group", "enabled"], as_dict=True)
	if not person:
		reason = _("Sales Person {0} doesn't exist.")
	elif person.is_group:
		reason = _("{0} is a group of sales persons. Choose the person who does the work.")
	elif not person.enabled:
		reason = _("Sales Person {0} is disabled. Choose another one.")
	else:
		return
	frappe.throw(
		reason.format(frappe.bold(escape_html(service_person))), TechnicianError, title=_("Not a Technician")
	)


def set_technician(visit: Document, service_person: str) -> None:
	for row in visit.purposes:
		row.service_person = service_person


def move(visit: Document, mntc_date: str | date | None, mntc_time: str | time | None, days: int) -> None:
	visit.mntc_date = getdate(mntc_date) if mntc_date else add_days(visit.mntc_date, days)
	visit.mntc_time = mntc_time or visit.mntc_time


def change_visits(visits: str | list, change: Callable, **values) -> Result | None:
	"""Change few visits now and many in the background, and tell the user what became of them."""
	names = list(dict.fromkeys(frappe.parse_json(visits)))
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
	message = get_message(change_each(names, change, values))
	frappe.publish_realtime("msgprint", message, user=user, after_commit=True)
	enqueue_create_notification(
		frappe.db.get_value("User", user, "email"),
		{
			"type": "Alert",
			"subject": message["title"],
			"email_content": message["message"],
			"from_user": user,
		},
	)


def change_each(names: list[str], change: Callable, values: dict) -> Result:
	result = {"done": [], "failed": [], "told": []}
	for name in names:
		frappe.clear_messages()
		frappe.db.savepoint(SAVEPOINT)
		try:
			change_one(name, change, values)
		except (frappe.ValidationError, frappe.PermissionError) as error:
			frappe.db.rollback(save_point=SAVEPOINT)
			result["failed"].append({"name": name, "reason": get_text_of_messages() or str(error)})
		else:
			frappe.db.release_savepoint(SAVEPOINT)
			result["done"].append(name)
			if told := get_text_of_messages():
				result["told"].append({"name": name, "reason": told})
	frappe.clear_messages()
	return result


def change_one(name: str, change: Callable, values: dict) -> None:
	visit = frappe.get_doc("Maintenance Visit", name)
	if not visit.has_permission("write"):
		frappe.throw(_("You may not change this visit."), frappe.PermissionError)
	if not visit.docstatus.is_draft():
		frappe.throw(_("It is {0}: only drafts can be changed.").format(_(visit.status)), NotDraftError)
	change(visit, **values)
	visit.save()


def get_text_of_messages() -> str:
	"""Return what was said since the messages were cleared, without markup, and each thing once."""
	texts = []
	for entry in frappe.get_message_log():
		message = entry["message"]
		texts += [message] if isinstance(message, str) else message
	told = [strip_html_tags(text).strip() for text in texts]
	return " ".join(dict.fromkeys(text for text in told if text))


def get_message(result: Result) -> dict:
	"""Return what tells of the visits, as Desk's `frappe.msgprint` takes it."""
	done, failed, told = (result[key] for key in ("done", "failed", "told"))
	title = _("{0} of {1} visits changed").format(len(done), len(done) + len(failed))
	lists = get_list(_("Not changed:"), failed) + get_list(_("Changed, but look at:"), told)
	if not lists:
		return {"message": title, "title": title, "indicator": "green", "alert": True}
	return {"message": lists, "title": title, "indicator": "red" if failed else "orange"}


def get_list(heading: str, rows: list[dict]) -> str:
	if not rows:
		return ""
	entries = "".join(
		f"<li>{get_link_to_form('Maintenance Visit', row['name'])}<br>{escape_html(row['reason'])}</li>"
		for row in rows
	)
	return f"<p>{heading}</p><ul>{entries}</ul>"
