"""What this app does to ERPNext's Warranty Claim: its resolution is what its submitted visits say."""

from collections.abc import Iterable

import frappe
from frappe.query_builder import DocType

from maintenance_visit_app.overrides.visited_rows import get_row_status, query_visited_rows

STATUS = {"Fully Completed": "Closed", "Partially Completed": "Work In Progress"}
OPEN = {"status": "Open", "resolution_date": None, "resolved_by": None, "resolution_details": None}


def update_claims(claims: Iterable[str]) -> None:
	"""Derive status and resolution of these claims from all submitted visits, in three statements."""
	claims = set(claims)
	if not claims:
		return
	rows = {claim: [] for claim in claims}
	for row in get_visited_rows(claims):
		if get_row_status(row) in STATUS:
			rows[row.claim].append(row)
	decisive = {claim: get_decisive_row(found) for claim, found in rows.items() if found}
	users = get_users({row.service_person for row in decisive.values()} - {None, ""})
	facts = {claim: get_resolution(decisive.get(claim), users) for claim in claims}
	frappe.db.bulk_update("Warranty Claim", facts, chunk_size=len(facts))
	for claim in claims:
		frappe.clear_document_cache("Warranty Claim", claim)


def get_decisive_row(rows: list[frappe._dict]) -> frappe._dict:
	"""Return the last row that settles the claim, or else the last that worked on it."""
	settling = [row for row in rows if get_row_status(row) == "Fully Completed"]
	return (settling or rows)[-1]


def get_resolution(row: frappe._dict | None, users: dict[str, str]) -> dict:
	if not row:
		return OPEN
	return {
		"status": STATUS[get_row_status(row)],
		"resolution_date": row.mntc_date,
		"resolved_by": users.get(row.service_person),
		"resolution_details": row.work_done,
	}


def get_users(sales_persons: set[str]) -> dict[str, str]:
	"""Return {sales person: user}, by way of the Employee; a claim is resolved by a User."""
	if not sales_persons:
		return {}
	person, employee = DocType("Sales Person"), DocType("Employee")
	query = (
		frappe.qb.from_(person)
		.join(employee)
		.on(employee.name == person.employee)
		.select(person.name, employee.user_id)
		.where(person.name.isin(list(sales_persons)) & employee.user_id.isnotnull())
	)
	return dict(query.run())


def get_visited_rows(claims: set[str]) -> list[frappe._dict]:
	"""Return the rows of submitted visits for these claims, oldest visit first."""
	query, visit, purpose = query_visited_rows()
	return (
		query.select(
			visit.mntc_date,
			purpose.prevdoc_docname.as_("claim"),
			purpose.service_person,
			purpose.work_done,
		)
		.where(purpose.prevdoc_doctype == "Warranty Claim")
		.where(purpose.prevdoc_docname.isin(list(claims)))
		.orderby(visit.mntc_date)
		.orderby(visit.mntc_time)
		.orderby(visit.creation)
		.orderby(purpose.idx)
	).run(as_dict=True)
