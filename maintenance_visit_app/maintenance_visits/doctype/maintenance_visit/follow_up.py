"""The visit that another one finishes: there is one follow-up at a time."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form


class FollowUpError(frappe.ValidationError):
	pass


def validate_only_follow_up(follow_up: Document) -> None:
	"""Throw FollowUpError where another visit follows up the same one. Called on each save, too."""
	if not follow_up.follow_up_of:
		return
	others = {
		"follow_up_of": follow_up.follow_up_of,
		"docstatus": ("<", 2),
		"name": ("!=", follow_up.name or ""),
	}
	if other := frappe.db.get_value("Maintenance Visit", others):
		throw_follow_up(
			_("Maintenance Visit {0} has a follow-up visit already: {1}. Use that one.").format(
				get_link_to_form("Maintenance Visit", follow_up.follow_up_of),
				get_link_to_form("Maintenance Visit", other),
			)
		)


def keep_follow_up_of(visit: Document) -> None:
	"""An amended visit follows up what the cancelled one did; Frappe's copy of it has forgotten that."""
	if visit.amended_from and not visit.follow_up_of:
		visit.follow_up_of = frappe.db.get_value("Maintenance Visit", visit.amended_from, "follow_up_of")


def throw_follow_up(message: str) -> None:
	frappe.throw(message, FollowUpError, title=_("No Follow-up Visit"))
