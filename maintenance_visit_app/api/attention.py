"""Managers are told of work that came too late: once for each visit, however much of it there was."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, get_fullname
from frappe.utils.user import get_users_with_role

from maintenance_visit_app.messages import notify

VISIT, CUSTOMER = "Maintenance Visit", "Customer"
MANAGER = "Maintenance Manager"
CANCELLED, SUBMITTED, GIVEN_AWAY = "cancelled", "submitted", "given away"
DELETED, ROW_GONE, HANDED_OVER = "deleted", "row gone", "handed over"


class Attention:
	"""What the operations of one request leave to the office."""

	def __init__(self) -> None:
		self.reasons: dict[tuple[str, str], tuple[str, str]] = {}

	def add(self, document: Document | str, reason: str, visit: str | None = None) -> None:
		"""Note what managers are to look at: a visit, or the customer, by name, of one that was deleted."""
		key = (CUSTOMER, document) if isinstance(document, str) else (document.doctype, document.name)
		self.reasons.setdefault(key, (reason, visit or key[1]))

	def copy(self) -> "Attention":
		copied = Attention()
		copied.reasons = dict(self.reasons)
		return copied

	def tell(self) -> None:
		for (doctype, name), (reason, visit) in self.reasons.items():
			notify_managers(doctype, name, get_sentence(reason, visit))


def get_sentence(reason: str, visit: str) -> str:
	"""Return what managers read, in the site's language: one notification is for all of them."""
	language = frappe.get_system_settings("language")
	sentences = {
		CANCELLED: _(
			"{0} worked on {1}, which was cancelled meanwhile: it is kept there as a comment.", language
		),
		SUBMITTED: _(
			"{0} worked on {1}, which was submitted meanwhile: it is kept there as a comment.", language
		),
		GIVEN_AWAY: _(
			"{0} worked on {1}, which is somebody else's by now: it is kept there as a comment.", language
		),
		DELETED: _(
			"{0} worked on {1}, which was deleted meanwhile: it is kept on the customer as a comment.",
			language,
		),
		ROW_GONE: _(
			"{0} worked on a row of {1} that is gone by now: it is kept there as a comment.", language
		),
		HANDED_OVER: _("{0} hands to the office what could not be applied to {1}.", language),
	}
	names = (get_fullname(frappe.session.user), visit)
	return sentences[reason].format(*(frappe.bold(escape_html(name)) for name in names))


def notify_managers(doctype: str, name: str, sentence: str) -> None:
	"""Leave a notification for the managers who may read the document, but for who did the work."""
	document = frappe.get_doc(doctype, name)
	managers = set(get_users_with_role(MANAGER)) - {frappe.session.user}
	readers = sorted(user for user in managers if document.has_permission("read", user=user))
	if readers:
		notify(readers, sentence, doctype=doctype, name=name)
