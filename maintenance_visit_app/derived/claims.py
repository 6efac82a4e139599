"""The resolution of Warranty Claims, by what their submitted visits say."""

from collections.abc import Iterable

import frappe

from maintenance_visit_app.derived.sales_persons import get_users
from maintenance_visit_app.derived.visited_rows import (
	FULLY,
	PARTIALLY,
	get_row_status,
	is_completing,
	query_visited_rows,
)
from maintenance_visit_app.records import lock, set_by_name

STATUS = {FULLY: "Closed", PARTIALLY: "Work In Progress"}
OPEN = {"status": "Open", "resolution_date": None, "resolved_by": None, "resolution_details": None}


def update_claims(claims: Iterable[str]) -> None:
	"""Derive status and resolution of these claims from all submitted visits, in four statements."""
	claims = set(claims)
	if not claims:
		return
	lock("Warranty Claim", claims)
	resolutions = {**dict.fromkeys(claims, OPEN), **get_resolutions(claims, for_update=True)}
	set_by_name("Warranty Claim", resolutions)
	for claim in claims:
		frappe.clear_document_cache("Warranty Claim", claim)


def get_resolutions(claims: Iterable[str], for_update: bool = False) -> dict[str, dict]:
	"""Return {claim: its status and resolution} for those claims that a submitted visit worked on."""
	rows = {}
	for row in get_visited_rows(claims, for_update):
		if get_row_status(row) in STATUS:
			rows.setdefault(row.claim, []).append(row)
	decisive = {claim: get_decisive_row(found) for claim, found in rows.items()}
	users = get_users(row.service_person for row in decisive.values())
	return {claim: get_resolution(row, users) for claim, row in decisive.items()}


def get_visits_that_settled(claim: str) -> set[str]:
	"""Return the submitted visits that fully completed something of this claim."""
	return {row.visit for row in get_visited_rows([claim]) if is_completing(row)}


def get_decisive_row(rows: list[frappe._dict]) -> frappe._dict:
	"""Return the last row that settles the claim, or else the last that worked on it."""
	settling = list(filter(is_completing, rows))
	return (settling or rows)[-1]


def get_resolution(row: frappe._dict, users: dict[str, str]) -> dict:
	"""A claim is resolved by a User, where ERPNext writes the name of a Sales Person."""
	return {
		"status": STATUS[get_row_status(row)],
		"resolution_date": row.mntc_date,
		"resolved_by": users.get(row.service_person),
		"resolution_details": row.work_done,
	}


def get_visited_rows(claims: Iterable[str], for_update: bool = False) -> list[frappe._dict]:
	"""Return the rows of submitted visits for these claims, oldest visit first."""
	if not claims:
		return []
	query, visit, purpose = query_visited_rows(for_update)
	return (
		query.select(
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
