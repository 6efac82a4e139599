"""The resolution of Warranty Claims, by what their submitted visits say."""

from collections.abc import Iterable, Sequence

import frappe
from frappe.query_builder import DocType
from frappe.utils import get_datetime

from maintenance_visit_app.derived.sales_persons import get_users
from maintenance_visit_app.derived.visited_rows import (
	FULLY,
	PARTIALLY,
	get_row_status,
	is_completing,
	query_visited_rows,
)
from maintenance_visit_app.records import set_by_name

STATUS = {FULLY: "Closed", PARTIALLY: "Work In Progress"}
# What somebody says for himself, visited or not
SET_BY_HAND = ("Closed", "Cancelled")
OPEN = {"status": "Open", "resolution_date": None, "resolved_by": None, "resolution_details": None}


def update_claims(claims: Iterable[str], cancelled_rows: Sequence[dict] = ()) -> None:
	"""Derive status and resolution of these claims from all submitted visits, in five statements.

	A claim that somebody closed or cancelled by hand stays as it is, and so does one that no visit has worked on.
	`cancelled_rows` are the rows of a visit that is being cancelled, each with its `claim`: what they said of a claim,
	which may be that it is closed, is taken back.
	"""
	claims = set(claims)
	if not claims:
		return
	stated = get_stated(claims)
	rows = get_visited_rows(claims, for_update=True)
	following = get_claims_that_follow(stated, [*rows, *cancelled_rows])
	taken_back = {row.claim for row in cancelled_rows if get_row_status(row) in STATUS} & set(following)
	resolutions = get_resolutions_of(row for row in rows if row.claim in following)
	changes = {**dict.fromkeys(sorted(taken_back), OPEN), **resolutions}
	set_by_name("Warranty Claim", changes)
	for claim in changes:
		frappe.clear_document_cache("Warranty Claim", claim)


def get_stated(claims: set[str]) -> list[frappe._dict]:
	"""Return what the claims say, and lock them."""
	claim = DocType("Warranty Claim")
	return (
		frappe.qb.from_(claim)
		.select(claim.name, claim.status, claim.resolution_date)
		.where(claim.name.isin(sorted(claims)))
		.orderby(claim.name)
		.for_update()
	).run(as_dict=True)


def get_claims_that_follow(stated: list[dict], rows: Iterable[dict]) -> list[str]:
	"""Return the claims whose status is the visits'.

	A visit closes a claim at the beginning of its day; who does so by hand does at some moment, or at none.
	"""
	closed = {(row.claim, get_datetime(row.mntc_date)) for row in rows if is_completing(row)}
	return [
		claim.name
		for claim in stated
		if claim.status not in SET_BY_HAND
		or (
			claim.status == "Closed"
			and claim.resolution_date
			and (claim.name, get_datetime(claim.resolution_date)) in closed
		)
	]


def get_resolutions(claims: Iterable[str], for_update: bool = False) -> dict[str, dict]:
	"""Return {claim: its status and resolution} for those claims that a submitted visit worked on."""
	return get_resolutions_of(get_visited_rows(claims, for_update))


def get_resolutions_of(visited_rows: Iterable[dict]) -> dict[str, dict]:
	rows = {}
	for row in visited_rows:
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
