"""A visit that somebody names: whether there is one is told to those only who may know."""

import frappe
from frappe import _
from frappe.desk.reportview import get_match_cond
from frappe.model.document import Document
from frappe.utils import cstr, escape_html

from maintenance_visit_app.messages import take_text

VISIT = "Maintenance Visit"


def get_permitted_visit(
	name: str, permission: str = "read", for_update: bool = False, told_as: str | None = None
) -> Document:
	"""Return the visit. Raises frappe.PermissionError where the user hasn't the permission for it.

	Who may not read it is told the same of a visit that isn't there; frappe.DoesNotExistError is for those from whom
	no visit is kept. `told_as` is what the user called it, if not by its name.
	"""
	told = len(frappe.get_message_log())
	visit = find_visit(name, for_update)
	if not visit or not visit.has_permission("read"):
		# Frappe says more than that: not found, or why not
		take_text(told)
		frappe.throw(
			_("There is no visit {0} that you may read.").format(
				frappe.bold(escape_html(cstr(told_as or name)))
			),
			frappe.PermissionError,
			title=_("Maintenance Visit"),
		)
	visit.check_permission(permission)
	return visit


def find_visit(name: str, for_update: bool) -> Document | None:
	try:
		return frappe.get_doc(VISIT, name, for_update=for_update)
	except frappe.DoesNotExistError:
		if may_read_all():
			raise
	return None


def may_read_all() -> bool:
	"""Tell whether nothing narrows the user's list of visits: no User Permission, no share, no hook."""
	return bool(frappe.has_permission(VISIT, "read")) and not get_match_cond(VISIT)
