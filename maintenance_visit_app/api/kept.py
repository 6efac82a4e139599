"""What came too late: it can't be applied any more, and is kept where somebody reads it."""

import json

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, escape_html, format_datetime

from maintenance_visit_app.api import pictures
from maintenance_visit_app.api.operation import Operation

VISIT = "Maintenance Visit"
# Drawings and positions on the map are no text for a comment
NOT_SHOWN = ("row", "check", "signature", "latitude", "longitude")


def keep_on_visit(visit: Document, operation: Operation, reason: str) -> None:
	"""Keep the work as a comment on a visit that takes no more of it. Whoever may not write it may not do so either."""
	visit.check_permission("write")
	keep(visit, operation, reason)


def keep_on_customer(operation: Operation) -> str | None:
	"""Keep the work of a visit that was deleted on its customer, and return who that is."""
	customer = get_customer_of_deleted(operation.visit)
	if not customer:
		return None
	document = frappe.get_doc("Customer", customer)
	document.check_permission("read")
	frappe.has_permission(VISIT, "write", throw=True)
	keep(document, operation, _("visit {0} was deleted meanwhile").format(escape_html(operation.visit)))
	return customer


def get_customer_of_deleted(visit: str) -> str | None:
	data = frappe.db.get_value("Deleted Document", {"deleted_doctype": VISIT, "deleted_name": visit}, "data")
	customer = data and json.loads(data).get("customer")
	return customer if customer and frappe.db.exists("Customer", customer) else None


def keep(document: Document, operation: Operation, reason: str) -> None:
	lines = [f"{escape_html(key)}: {escape_html(tell(value))}" for key, value in get_shown(operation)]
	if picture := pictures.keep(document, operation):
		lines.append(escape_html(picture.file_name))
	heading = _("Sent by {0}, done at {1}, kept because {2}: {3}").format(
		escape_html(frappe.session.user),
		format_datetime(operation.done_at),
		reason,
		frappe.bold(escape_html(operation.kind)),
	)
	document.add_comment("Comment", "<br>".join([heading, *lines]))


def get_shown(operation: Operation) -> list[tuple[str, object]]:
	return [(key, value) for key, value in operation.payload.items() if key not in NOT_SHOWN]


def tell(value: object) -> str:
	return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def keep_former(visit: Document, operation: Operation, former: dict[str, str]) -> None:
	"""Keep as a comment what somebody else wrote, where the technician's word takes its place."""
	if former:
		lines = [f"{escape_html(name)}: {escape_html(cstr(value))}" for name, value in former.items()]
		heading = _("{0} wrote something else without having read this:").format(
			escape_html(frappe.session.user)
		)
		visit.add_comment("Comment", "<br>".join([heading, *lines]))
