"""What the print format Service Report shows of a visit beyond its fields. Called by its template."""

import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt, format_date

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sign_off import is_drawing
from maintenance_visit_app.maintenance_visits.print_format.service_report.photos import get_printed_photos
from maintenance_visit_app.rich_text import sanitize_for_print


def get_service_report(visit: Document) -> dict:
	"""Return address, technicians, sources, photos, stars, signature and the follow-up of a visit that Frappe lets the user print.

	One statement for all photos, and one for the follow-up of a visit that is partly completed.
	"""
	return frappe._dict(
		address=get_address(visit),
		technicians=get_technicians(visit),
		sources=get_sources(visit),
		photos=get_printed_photos(visit),
		follow_up=get_follow_up(visit),
		stars=get_stars(visit),
		signature=get_signature(visit),
		print_html=sanitize_for_print,
	)


def get_address(visit: Document) -> str:
	"""Return the address without the line breaks that templates of addresses end with."""
	return re.sub(r"(\s|<br\s*/?>)+$", "", sanitize_for_print(visit.address_display))


def get_technicians(visit: Document) -> list[str]:
	rows = (*visit.purposes, *visit.time_logs)
	return list(dict.fromkeys(row.service_person for row in rows if row.service_person))


def get_sources(visit: Document) -> list[tuple[str, str]]:
	"""Return (DocType, names) of the documents that the visit was made for."""
	sources = {}
	for row in visit.purposes:
		if row.prevdoc_doctype and row.prevdoc_docname:
			sources.setdefault(row.prevdoc_doctype, {})[row.prevdoc_docname] = None
	if visit.follow_up_of:
		sources.setdefault("Maintenance Visit", {})[visit.follow_up_of] = None
	return [(doctype, ", ".join(names)) for doctype, names in sources.items()]


def get_follow_up(visit: Document) -> str | None:
	"""Return a sentence about the visit that does what this one left."""
	if not visit.docstatus.is_submitted() or visit.completion_status == "Fully Completed":
		return None
	filters = {"follow_up_of": visit.name, "docstatus": ("<", 2)}
	follow_up = frappe.db.get_value(
		"Maintenance Visit", filters, ["name", "mntc_date", "docstatus"], as_dict=True
	)
	if not follow_up:
		return None
	if follow_up.docstatus == 1:
		sentence = _("What was left has been dealt with on {0}, see report {1}.")
	else:
		sentence = _("What is left will be dealt with on {0}, visit {1}.")
	return sentence.format(format_date(follow_up.mntc_date), follow_up.name)


def get_stars(visit: Document) -> list[float]:
	"""Return how full each star of the rating is: 0, 0.5 or 1; none where the customer gave no rating."""
	rating = flt(visit.rating)
	if not rating:
		return []
	most = cint(visit.meta.get_field("rating").options) or 5
	halves = round(rating * most * 2)
	return [min(max(halves - 2 * star, 0), 2) / 2 for star in range(most)]


def get_signature(visit: Document) -> str | None:
	"""Frappe puts a placeholder's address where nobody has signed, and visits of former times may have another one."""
	return visit.customer_signature if is_drawing(visit.customer_signature) else None
