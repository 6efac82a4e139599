"""What customers and technicians are told of a visit's date and time: once, when it has stood for a while.

Notifications on Maintenance Visit with the event *Custom* are sent then. Their conditions ask `announced_for`: empty
where the visit was never announced, else the date and time that was.
"""

import frappe
from frappe.email.doctype.notification.notification import evaluate_alert
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import add_to_date, getdate, now_datetime, to_timedelta, today

# How long a date and time stands before it is told
MINUTES = 10
MOST_AT_ONCE = 200
SAVEPOINT = "announcement"


def set_announcement(visit: Document) -> None:
	"""Put off the announcement of a planned visit whenever its date or time changes. What a form sends is no matter."""
	before = visit.get_doc_before_save()
	visit.announced_for = before.announced_for if before else None
	visit.announce_after = before.announce_after if before else None
	is_new = is_news(visit, before)
	if is_new:
		keep_former(visit, before)
	if not is_to_announce(visit):
		visit.announce_after = None
	elif is_new:
		visit.announce_after = add_to_date(now_datetime(), minutes=MINUTES)


def is_to_announce(visit: Document) -> bool:
	"""A visit is announced when it is planned; once it was, a move is told though its technician isn't known yet."""
	if not visit.docstatus.is_draft() or visit.completion_status:
		return False
	day, now = getdate(visit.mntc_date), getdate(today())
	if visit.announced_for:
		return visit.status in ("Planned", "Draft") and day >= now
	return visit.status == "Planned" and day > now


def is_news(visit: Document, before: Document | None) -> bool:
	is_new_plan = visit.status == "Planned" and (not before or before.status == "Draft")
	return is_new_plan or bool(before and get_when(before) != get_when(visit))


def keep_former(visit: Document, before: Document | None) -> None:
	"""What was planned before announcements were kept counts as announced: its customer was told at once."""
	is_settled = before and before.status == "Planned" and not before.announce_after
	if is_settled and not visit.announced_for:
		visit.announced_for = get_when(before)


def get_when(visit: Document) -> str:
	"""Return date and second of the day as one text, whatever types a form or the database gave them."""
	if not visit.mntc_time:
		return str(getdate(visit.mntc_date))
	return f"{getdate(visit.mntc_date)} {int(to_timedelta(str(visit.mntc_time)).total_seconds())}"


def announce_visits() -> None:
	"""Send the notifications of visits whose date and time has stood for a while. Every few minutes."""
	due = get_due()
	notifications = get_notifications() if due else []
	for name in due:
		frappe.db.savepoint(SAVEPOINT)
		try:
			announce(name, notifications)
		except Exception:
			# One that can't be sent is logged by Frappe, and must not stop the others nor be tried for ever
			frappe.db.rollback(save_point=SAVEPOINT)
			frappe.log_error(
				title="Announcement of a visit", reference_doctype="Maintenance Visit", reference_name=name
			)
			settle(name, {"announce_after": None})
		else:
			frappe.db.release_savepoint(SAVEPOINT)


def get_due() -> list[str]:
	"""Return those whose time has come, by the index: a filter of Frappe's takes nothing for the oldest time."""
	visit = DocType("Maintenance Visit")
	query = frappe.qb.from_(visit).select(visit.name).where(visit.announce_after <= now_datetime())
	return query.where(visit.docstatus == 0).orderby(visit.announce_after).limit(MOST_AT_ONCE).run(pluck=True)


def get_notifications() -> list[str]:
	return frappe.get_all(
		"Notification",
		{"document_type": "Maintenance Visit", "event": "Custom", "enabled": 1},
		pluck="name",
		order_by="name",
	)


def announce(name: str, notifications: list[str]) -> None:
	visit = frappe.get_doc("Maintenance Visit", name, for_update=True)
	when = get_when(visit)
	if is_to_announce(visit) and when != visit.announced_for:
		for notification in notifications:
			evaluate_alert(visit, notification, "Custom")
		settle(name, {"announce_after": None, "announced_for": when})
	else:
		settle(name, {"announce_after": None})


def settle(name: str, values: dict) -> None:
	frappe.db.set_value("Maintenance Visit", name, values, update_modified=False)
