"""What many changes said, told at once: to whoever waits, or to whoever left it to a background job."""

from collections.abc import Iterable

import frappe
from frappe.desk.doctype.notification_log.notification_log import enqueue_create_notification
from frappe.utils import escape_html, strip_html_tags


def take_text(since: int = 0) -> str:
	"""Take what was said after so many messages; return it without markup, each thing once."""
	texts = []
	for entry in frappe.get_message_log()[since:]:
		message = entry["message"]
		texts += [message] if isinstance(message, str) else message
	del frappe.local.message_log[since:]
	told = [strip_html_tags(text).strip() for text in texts]
	return " ".join(dict.fromkeys(text for text in told if text))


def get_list(heading: str, entries: Iterable[tuple[str, str]]) -> str:
	"""Return (link, reason) as a list in HTML."""
	rows = "".join(f"<li>{link}<br>{escape_html(reason)}</li>" for link, reason in entries)
	return f"<p>{heading}</p><ul>{rows}</ul>" if rows else ""


def notify(
	users: list[str],
	title: str,
	message: str | None = None,
	doctype: str | None = None,
	name: str | None = None,
) -> None:
	"""Leave a notification for these users, which leads to the document if one is named."""
	emails = frappe.get_all("User", {"name": ("in", users), "enabled": 1}, pluck="email")
	enqueue_create_notification(
		emails,
		{
			"type": "Alert",
			"subject": title,
			"email_content": message,
			"document_type": doctype,
			"document_name": name,
			"from_user": frappe.session.user,
		},
	)
