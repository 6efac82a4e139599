"""The visit that another one finishes: there is one follow-up at a time."""

import frappe
from frappe import _
from frappe.model.document import Document

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.links import get_link
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sources import (
	validate_same_customer_and_company,
)

VISIT = "Maintenance Visit"
FIELDS = ["name", "docstatus", "customer", "company"]


class FollowUpError(frappe.ValidationError):
	pass


def set_follow_up_of(visit: Document) -> None:
	"""Let a visit follow up what its original became, where that was cancelled and amended.

	Called before Frappe checks the links: it would refuse the cancelled one. An amended visit follows up what the
	cancelled one did; a program's copy of it has forgotten that.
	"""
	if visit.is_new() and visit.amended_from and not visit.follow_up_of:
		visit.follow_up_of = frappe.db.get_value(VISIT, {"name": visit.amended_from}, "follow_up_of")
	followed = get_followed(visit.follow_up_of) if visit.follow_up_of else None
	if followed and followed.docstatus == 1:
		visit.follow_up_of = followed.name
	elif followed and followed.docstatus == 2 and visit.amended_from and visit.is_new():
		visit.follow_up_of = None
		frappe.msgprint(_("The visit that it followed up is cancelled: this one stands alone."), alert=True)
	elif followed and followed.docstatus == 2:
		validate_submitted(followed)


def get_followed(name: str) -> frappe._dict | None:
	"""Return the visit; for one that was cancelled and amended, what it became."""
	visit, seen = frappe.db.get_value(VISIT, {"name": name}, FIELDS, as_dict=True), set()
	# As often as it was amended: hardly ever more than once. Rows of before may amend each other in a circle
	while visit and visit.docstatus == 2 and visit.name not in seen:
		seen.add(visit.name)
		amended = frappe.db.get_value(VISIT, {"amended_from": visit.name}, FIELDS, as_dict=True)
		if not amended:
			break
		visit = amended
	return visit


def validate_follow_up(follow_up: Document) -> None:
	"""Check the visit that this one follows up: another one, submitted, of this customer and company.

	It is locked until the end of the transaction, so that no two follow it up at once. Drafts are followed up by
	nobody, and who follows up is one: so visits can't follow up each other in a circle.
	"""
	if not follow_up.follow_up_of:
		return
	if follow_up.follow_up_of == follow_up.name:
		throw_follow_up(_("A visit can't follow up itself."))
	name = follow_up.follow_up_of
	visit = frappe.db.get_value(VISIT, name, FIELDS, as_dict=True, for_update=True)
	if not visit:
		throw_follow_up(_("The visit that this one follows up does not exist."))
	visit.doctype = VISIT
	validate_same_customer_and_company(follow_up, visit)
	validate_submitted(visit)
	validate_only_follow_up(follow_up, for_update=True)


def validate_submitted(visit: Document) -> None:
	if visit.docstatus == 1:
		return
	reason = _("Maintenance Visit {0} is not submitted. What is left is done in that visit.")
	if visit.docstatus == 2:
		reason = _(
			"Maintenance Visit {0} is cancelled. Amend and submit it, or detach its follow-up: the cancelled visit has a button for it."
		)
	throw_follow_up(reason.format(get_link(VISIT, visit.name)))


def validate_only_follow_up(follow_up: Document, for_update: bool = False) -> None:
	"""Throw FollowUpError where another visit follows up the same one."""
	others = {
		"follow_up_of": follow_up.follow_up_of,
		"docstatus": ("<", 2),
		"name": ("!=", follow_up.name or ""),
	}
	if other := frappe.db.get_value(VISIT, others, for_update=for_update):
		throw_follow_up(
			_("Maintenance Visit {0} has a follow-up visit already: {1}. Use that one.").format(
				get_link(VISIT, follow_up.follow_up_of), get_link(VISIT, other)
			)
		)


def throw_follow_up(message: str) -> None:
	frappe.throw(message, FollowUpError, title=_("No Follow-up Visit"))
