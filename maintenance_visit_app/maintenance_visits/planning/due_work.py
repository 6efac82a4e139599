"""Visits for what is due and has none: dates of Maintenance Schedules and Warranty Claims, chosen in a report."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.translate import get_user_lang
from frappe.utils import create_batch, escape_html, format_date, get_link_to_form

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import get_json
from maintenance_visit_app.maintenance_visits.mappers import (
	from_maintenance_schedule,
	from_sales_order,
	from_warranty_claim,
)
from maintenance_visit_app.maintenance_visits.planning.many import Result, do_each, get_nothing
from maintenance_visit_app.messages import get_list, notify
from maintenance_visit_app.records import get_by_name, lock
from maintenance_visit_app.retry import end_batch, read_anew

# As many visits as a user waits for; more are made in the background.
MOST_AT_ONCE = 20
MOST = 500
SCHEDULE, CLAIM, ORDER = "Maintenance Schedule", "Warranty Claim", "Sales Order"


class PlannedAlreadyError(frappe.ValidationError):
	pass


class NotDueError(frappe.ValidationError):
	pass


@frappe.whitelist(methods=["POST"])
def make_visits(dates: str | list | None = None, warranty_claims: str | list | None = None) -> Result | None:
	"""Make draft visits for dates of Maintenance Schedules, by their rows' names, and for Warranty Claims.

	Dates of one schedule, day and technician come into one visit. Return {done: [visit], failed: [{name, reason}],
	told: [{name, reason}]}, or None where a background job does it; what failed is named by its first row, or claim. The user needs to create visits and to read
	each schedule or claim; what is refused, or has got a draft meanwhile, stops no other.
	"""
	frappe.has_permission("Maintenance Visit", "create", throw=True)
	dates, warranty_claims = get_names(dates, "dates"), get_names(warranty_claims, "warranty_claims")
	validate_number(len(dates) + len(warranty_claims))
	sources = get_sources(dates, warranty_claims)
	if len(sources) > MOST_AT_ONCE:
		enqueue(sources)
		return None
	result = make_each(sources)
	if message := get_message(result, sources):
		frappe.msgprint(message, title=get_title(result), indicator="orange")
	return result


def get_names(names: str | list | None, what: str) -> list[str]:
	return list(dict.fromkeys(map(str, get_json(names or [], list, what))))


def validate_number(rows: int) -> None:
	if not rows:
		frappe.throw(_("Choose at least one row without a visit."), title=_("Nothing Chosen"))
	if rows > MOST:
		frappe.throw(_("Choose {0} rows at most.").format(MOST), title=_("Too Many Rows"))


def get_sources(dates: list[str], warranty_claims: list[str]) -> list[dict]:
	"""Return what each visit is made from: a claim, or the rows of one schedule, day and technician."""
	rows = get_by_name(
		"Maintenance Schedule Detail", set(dates), ["parent", "scheduled_date", "sales_person"]
	)
	groups = {}
	for name in dates:
		row = rows.get(name) or frappe._dict(parent=name)
		groups.setdefault((row.parent, row.scheduled_date, row.sales_person), []).append(name)
	return [
		*(
			{"doctype": SCHEDULE, "name": parent, "day": str(day or ""), "rows": names}
			for (parent, day, _person), names in groups.items()
		),
		*({"doctype": CLAIM, "name": claim, "rows": [claim]} for claim in warranty_claims),
	]


def enqueue(sources: list[dict]) -> None:
	frappe.enqueue(make_in_background, timeout=1500, enqueue_after_commit=True, sources=sources)
	frappe.msgprint(
		_("{0} visits are made in the background. You are told when it is done.").format(len(sources)),
		alert=True,
	)


def make_in_background(sources: list[dict]) -> None:
	"""Make the visits as the user who chose them, and tell that one. Background job."""
	user = frappe.session.user
	# A job speaks the site's language
	frappe.local.lang = get_user_lang(user)
	result = get_nothing()
	for batch in create_batch(sources, MOST_AT_ONCE):
		for key, rows in make_each(batch).items():
			result[key] += rows
		end_batch()
	title = get_title(result)
	message = get_message(result, sources) or title
	frappe.publish_realtime("msgprint", {"message": message, "title": title}, user=user, after_commit=True)
	notify([user], title, message)


def make_each(sources: list[dict]) -> Result:
	by_row = get_by_row(sources)
	return do_each(list(by_row), lambda row: make_visit(by_row[row]), lambda: lock_sources(sources))


def get_by_row(sources: list[dict]) -> dict[str, dict]:
	"""Return {first row or claim: source}: what a refusal is told by."""
	return {source["rows"][0]: source for source in sources}


def lock_sources(sources: list[dict]) -> None:
	"""Let one planner after the other look for drafts. What is read from here on is true."""
	read_anew()
	for doctype in (SCHEDULE, CLAIM):
		lock(doctype, {source["name"] for source in sources if source["doctype"] == doctype})


def make_visit(source: dict) -> str:
	try:
		return map_visit(source).insert().name
	except frappe.PermissionError:
		if not get_readable([source]):
			# Frappe names the document, of which the user knows no more than a row's name
			frappe.clear_messages()
			raise frappe.PermissionError from None
		raise


def map_visit(source: dict) -> Document:
	"""Return the visit, not inserted. Raises PlannedAlreadyError, and what the mappers raise."""
	if source["doctype"] == SCHEDULE and not source["day"]:
		frappe.throw(_("There is no such date any more. Load the report again."), NotDueError)
	validate_not_planned(source)
	if source["doctype"] == ORDER:
		return from_sales_order.make_maintenance_visit(source["name"])
	if source["doctype"] == CLAIM:
		return from_warranty_claim.make_maintenance_visit(source["name"])
	chosen = {"filtered_children": source["rows"]}
	return from_maintenance_schedule.make_maintenance_visit(source["name"], item_name=chosen)


def validate_not_planned(source: dict) -> None:
	"""The mappers check that the user may read the document; who may not is told of no visit for it before."""
	if get_drafts(source) and (visits := get_drafts(check_readable(source))):
		frappe.throw(
			_("It has got a visit meanwhile: {0}.").format(", ".join(sorted(visits))), PlannedAlreadyError
		)


def check_readable(source: dict) -> dict:
	"""Return the source without rows of other schedules. Raises PermissionError where the user may not read it."""
	document = frappe.get_doc(source["doctype"], source["name"])
	document.check_permission("read")
	own = {row.name for row in document.get("schedules") or ()}
	return {**source, "rows": [row for row in source["rows"] if row in own]}


def get_drafts(source: dict) -> set[str]:
	"""Return the draft visits for a claim, an order, or rows of a schedule."""
	purpose, visit = DocType("Maintenance Visit Purpose"), DocType("Maintenance Visit")
	query = frappe.qb.from_(purpose).select(purpose.parent).where(purpose.docstatus == 0)
	if source["doctype"] != SCHEDULE:
		is_for = purpose.prevdoc_doctype == source["doctype"]
		is_for &= purpose.prevdoc_docname == source["name"]
		return set(query.where(is_for).run(pluck=True))
	if not source["rows"]:
		return set()
	# ERPNext's own visits name the row in their head
	old = frappe.qb.from_(visit).select(visit.name).where(visit.docstatus == 0)
	return {
		*query.where(purpose.maintenance_schedule_detail.isin(source["rows"])).run(pluck=True),
		*old.where(visit.maintenance_schedule_detail.isin(source["rows"])).run(pluck=True),
	}


def get_title(result: Result) -> str:
	done = len(result["done"])
	return _("{0} of {1} visits made").format(done, done + len(result["failed"]))


def get_message(result: Result, sources: list[dict]) -> str:
	"""Return what was refused, and what needs a look, as lists in HTML; what the user may not read by its row's name."""
	by_row = get_by_row(sources)
	readable = get_readable([by_row[row["name"]] for row in result["failed"]])
	failed = [(get_link(by_row[row["name"]], readable), row["reason"]) for row in result["failed"]]
	told = [(get_link_to_form("Maintenance Visit", row["name"]), row["reason"]) for row in result["told"]]
	return get_list(_("Not made:"), failed) + get_list(_("Made, but look at:"), told)


def get_readable(sources: list[dict]) -> set[tuple[str, str]]:
	"""Return (doctype, name) of what the visits are made from, as far as the user's lists show it."""
	readable = set()
	for doctype in (SCHEDULE, CLAIM):
		names = sorted({source["name"] for source in sources if source["doctype"] == doctype})
		if names and frappe.has_permission(doctype, "read"):
			shown = frappe.get_list(doctype, {"name": ("in", names)}, pluck="name", limit=0)
			readable.update((doctype, name) for name in shown)
	return readable


def get_link(source: dict, readable: set[tuple[str, str]]) -> str:
	if (source["doctype"], source["name"]) not in readable:
		return escape_html(source["rows"][0])
	link = get_link_to_form(source["doctype"], source["name"])
	return f"{link}, {format_date(source['day'])}" if source.get("day") else link
