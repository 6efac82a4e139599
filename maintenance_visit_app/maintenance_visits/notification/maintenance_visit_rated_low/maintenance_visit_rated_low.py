"""Whom Frappe tells of a low rating: the managers who may read the visit."""

import frappe
from frappe.model.document import Document

ROLE = "Maintenance Manager"


def get_context(context: dict) -> dict[str, str]:
	"""Called by Frappe before it sends: `readers` is what the recipients are taken from."""
	return {"readers": ",".join(get_readers(context["doc"]))}


def get_readers(visit: Document) -> list[str]:
	"""Return the addresses of the managers that User Permissions don't keep from this visit."""
	managers = frappe.get_all(
		"User",
		filters=[["Has Role", "role", "=", ROLE], ["enabled", "=", 1]],
		fields=["name", "email"],
		distinct=True,
	)
	return [
		manager.email
		for manager in managers
		if frappe.has_permission(visit.doctype, "read", doc=visit, user=manager.name)
	]
