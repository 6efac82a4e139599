"""Warranty Claims that nobody has planned a visit for."""

from datetime import date

import frappe
from frappe.query_builder import DocType

CLAIM = "Warranty Claim"
FIELDS = [
	"name as warranty_claim",
	"complaint_date as date",
	"item_code",
	"customer",
	"customer_name",
]


def is_there() -> bool:
	"""Tell whether the site has Warranty Claims, and the user may read them: ERPNext says that they leave it."""
	return bool(frappe.db.exists("DocType", CLAIM, cache=True)) and frappe.has_permission(CLAIM, "read")


def get_claims_without_visit(filters: dict, until: date) -> list[frappe._dict]:
	"""Return the claims of until a day that are open or in work and have no draft visit, if the user may read them.

	A claim names no technician. It is due on the day of the complaint.
	"""
	if filters.sales_person or not is_there():
		return []
	conditions = {"status": ("in", ("Open", "Work In Progress")), "complaint_date": ("<=", until)}
	conditions |= {name: filters[name] for name in ("company", "customer") if filters.get(name)}
	claims = frappe.get_list(CLAIM, filters=conditions, fields=FIELDS, order_by="complaint_date", limit=0)
	planned = get_planned({claim.warranty_claim for claim in claims})
	return [claim for claim in claims if claim.warranty_claim not in planned]


def get_planned(claims: set[str]) -> set[str]:
	"""Return which of these claims have a draft visit."""
	if not claims:
		return set()
	purpose = DocType("Maintenance Visit Purpose")
	query = frappe.qb.from_(purpose).select(purpose.prevdoc_docname).distinct()
	query = query.where((purpose.prevdoc_doctype == CLAIM) & (purpose.docstatus == 0))
	return set(query.where(purpose.prevdoc_docname.isin(sorted(claims))).run(pluck=True))
