"""Whether orders, schedules and claims say what their submitted visits say.

What is derived is derived again and compared, a thousand documents at a time.
"""

from collections.abc import Callable, Iterable

import frappe
from frappe.utils import create_batch

from maintenance_visit_app.derived.claims import SET_BY_HAND, get_resolutions, update_claims
from maintenance_visit_app.derived.orders import get_maintenance_status, update_maintenance_status
from maintenance_visit_app.derived.sales_persons import get_users
from maintenance_visit_app.derived.schedules import get_schedule_facts, update_schedule_rows
from maintenance_visit_app.derived.visited_rows import FULLY, PARTIALLY
from maintenance_visit_app.doctor.check import Check
from maintenance_visit_app.records import has_doctype, set_by_name
from maintenance_visit_app.setup import old_visits

AT_ONCE = 1000


def derive(get_facts: Callable[[list[str]], dict], names: Iterable[str]) -> dict:
	"""Return what `get_facts` returns for all names."""
	facts = {}
	for batch in create_batch(list(names), AT_ONCE):
		facts |= get_facts(batch)
	return facts


def find_wrong_statuses() -> dict[str, str]:
	return {
		visit.name: f"{visit.name} says {quote(visit.status)}; it is {visit.due}."
		for visit in old_visits.get_wrong_statuses()
	}


def find_wrong_orders() -> dict[str, str]:
	filters = {"order_type": "Maintenance", "docstatus": ("<", 2)}
	stated = dict(frappe.get_all("Sales Order", filters, ["name", "maintenance_status"], as_list=True))
	return {
		order: f"Sales Order {order} says {quote(stated[order])}, its visits {quote(status)}."
		for order, status in derive(get_maintenance_status, stated).items()
		if (stated[order] or "") != status
	}


def mend_orders(orders: list[str]) -> None:
	for batch in create_batch(orders, AT_ONCE):
		update_maintenance_status(batch)


def find_wrong_schedule_rows() -> dict[str, str]:
	return {name: problem for name, (problem, is_done) in compare_schedule_rows().items() if not is_done}


def find_rows_counted_as_done() -> dict[str, str]:
	"""A visit that names one of several serial numbers completed the whole date, before this app."""
	return {name: problem for name, (problem, is_done) in compare_schedule_rows().items() if is_done}


def compare_schedule_rows() -> dict[str, tuple[str, bool]]:
	"""Return {row: (problem, whether the site counts as done what its visits did in part)}."""
	rows = frappe.get_all(
		"Maintenance Schedule Detail",
		{"docstatus": 1},
		["name", "parent", "idx", "completion_status", "actual_date"],
	)
	facts = derive(get_schedule_facts, [row.name for row in rows])
	return {
		row.name: (
			f"Maintenance Schedule {row.parent}, row {row.idx} says {quote(*get_stated(row))}, its visits {quote(*facts[row.name].values())}.",
			row.completion_status == FULLY and facts[row.name]["completion_status"] == PARTIALLY,
		)
		for row in rows
		if row.name in facts and get_stated(row) != tuple(facts[row.name].values())
	}


def get_stated(row: dict) -> tuple:
	return row.completion_status or "Pending", row.actual_date


def mend_schedule_rows(details: list[str]) -> None:
	for batch in create_batch(details, AT_ONCE):
		update_schedule_rows(batch)


def find_wrong_claims() -> dict[str, str]:
	"""Someone may close or cancel a claim by hand, visited or not; an open one says what its visits say."""
	if not has_doctype("Warranty Claim"):
		return {}
	filters = {"status": ("not in", SET_BY_HAND)}
	stated = dict(frappe.get_all("Warranty Claim", filters, ["name", "status"], as_list=True))
	return {
		claim: f"Warranty Claim {claim} says {quote(stated[claim])}, its visits {quote(resolution['status'])}."
		for claim, resolution in derive(get_resolutions, stated).items()
		if stated[claim] != resolution["status"]
	}


def mend_claims(claims: list[str]) -> None:
	for batch in create_batch(claims, AT_ONCE):
		update_claims(batch)


def find_wrong_resolvers() -> dict[str, str]:
	"""ERPNext's visits write a Sales Person into the link to a User, and the claim can't be saved any more."""
	return {
		claim: f"Warranty Claim {claim} is resolved by {quote(name)}, which is no User."
		for claim, name in get_claims_without_user().items()
	}


def get_claims_without_user() -> dict[str, str]:
	"""Return {claim: its Resolved By} where that is no User."""
	if not has_doctype("Warranty Claim"):
		return {}
	claim, user = frappe.qb.DocType("Warranty Claim"), frappe.qb.DocType("User")
	return dict(
		frappe.qb.from_(claim)
		.left_join(user)
		.on(user.name == claim.resolved_by)
		.select(claim.name, claim.resolved_by)
		.where((claim.resolved_by != "") & user.name.isnull())
		.orderby(claim.name)
		.run()
	)


def mend_resolvers(claims: list[str]) -> None:
	"""Put the person's user there. Without one the name goes only where a submitted visit keeps it."""
	stated = get_claims_without_user()
	users = derive(get_users, set(stated.values()))
	visited = derive(get_resolutions, stated)
	updates = {
		claim: {"resolved_by": users.get(name)}
		for claim, name in stated.items()
		if name in users or claim in visited
	}
	for batch in create_batch(list(updates), AT_ONCE):
		set_by_name("Warranty Claim", {claim: updates[claim] for claim in batch})
	for claim in updates:
		frappe.clear_document_cache("Warranty Claim", claim)


def quote(*values) -> str:
	"""Return values as a reader sees them."""
	return ", ".join(str(value) for value in values if value) or "nothing"


MEND = "Run this command with --fix: it derives them anew from the submitted visits."
FACT_CHECKS = (
	Check(
		"visits",
		"Status of visits",
		find_wrong_statuses,
		"Run this command with --fix: it derives them anew from dates, technicians and check-ins.",
		lambda visits: old_visits.set_statuses(),
	),
	Check("orders", "Status of orders", find_wrong_orders, MEND, mend_orders),
	Check("schedule_facts", "Dates of schedules", find_wrong_schedule_rows, MEND, mend_schedule_rows),
	Check(
		"done_dates",
		"Dates counted as done",
		find_rows_counted_as_done,
		"These dates count as done, although their visits name some of their serial numbers only, or did a part. "
		"They are left so: where something is left to do, submit a visit for it from the schedule.",
	),
	Check("claims", "Status of claims", find_wrong_claims, MEND, mend_claims),
	Check(
		"resolvers",
		"Resolved By of claims",
		find_wrong_resolvers,
		"Run this command with --fix. Where that does not help, open the claim and choose who resolved it; "
		"a Sales Person is linked to a User by an Employee.",
		mend_resolvers,
	),
)
