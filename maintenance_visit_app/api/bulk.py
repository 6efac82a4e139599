"""Way in: many visits at once, made or brought up to date; history, too."""

import json
import uuid
from collections import Counter
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, create_batch

from maintenance_visit_app.api import log
from maintenance_visit_app.api.applying import BROKEN_OFF, REFUSALS
from maintenance_visit_app.api.errors import OperationError, refuse
from maintenance_visit_app.api.idempotency import idempotent
from maintenance_visit_app.api.limits import limited
from maintenance_visit_app.api.operation import bold, read_object
from maintenance_visit_app.api.outcomes import get_error
from maintenance_visit_app.api.planning import VISIT, NotDraftError, is_sent
from maintenance_visit_app.api.rows import change as change_fields
from maintenance_visit_app.api.rows import set_rows
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import get_json
from maintenance_visit_app.maintenance_visits.planning.many import begun_again, validate_free
from maintenance_visit_app.retry import DeadlockError, end_batch

# While a program waits; more are a job's
MOST_AT_ONCE, MOST = 500, 10_000
IN_ONE_TRANSACTION = 50
SAVEPOINT = "visit_of_bulk"
TABLES = ("purposes", "time_logs", "parts", "checks", "required_skills")
# Work that was done before the visit was in this system
OF_HISTORY = ("rating", "customer_feedback", "completion_status")
DRAFT, SUBMITTED, CANCELLED = 0, 1, 2


class VisitGoneError(OperationError):
	http_status_code = 404


@frappe.whitelist(methods=["POST"])
@limited
@idempotent
def upsert_visits(visits: str | list) -> dict:
	"""Make visits, or bring those that are there up to date, each by itself; 500 at once, up to 10,000 as a job.

	Each is {external_system, external_id} or {name}, and {field: value}; the tables purposes, time_logs, parts, checks
	and required_skills stand for all of their rows, in order; `docstatus` 1 submits it and 2 cancels it. To send the
	same again changes nothing.

	Return {results, counts}, in the order of the visits: {index, visit, outcome, error}, the outcome being `created`,
	`updated`, `unchanged` or `refused`. For more than 500 return {job}, and ask `get_upsert` how far it is. The user
	needs the rights that Desk asks for on each visit.
	"""
	frappe.has_permission(VISIT, "write", throw=True)
	rows = get_json(visits, list, "visits")
	if len(rows) > MOST:
		refuse(_("Send {0} visits at most.").format(MOST), "visits")
	if len(rows) > MOST_AT_ONCE:
		return {"job": enqueue(rows)}
	return tell(upsert_each(rows))


@frappe.whitelist(methods=["GET"])
@limited
def get_upsert(job: str) -> dict:
	"""Return {done, total, is_finished, results, counts} of a job of one's own."""
	frappe.has_permission(VISIT, "read", throw=True)
	record = log.get_known({job}).get(job)
	if not record or record.user != frappe.session.user or record.operation != upsert_visits.__name__:
		frappe.throw(_("There is no such job of yours."), frappe.DoesNotExistError, title=_("Upsert"))
	return json.loads(record.answer)


def enqueue(rows: list) -> str:
	job = str(uuid.uuid4())
	record = log.begin_named(job, upsert_visits.__name__, "")
	log.end_named(record, json.dumps(get_progress([], len(rows))))
	frappe.enqueue(
		upsert_in_background, queue="long", timeout=3600, enqueue_after_commit=True, job=job, rows=rows
	)
	return job


def upsert_in_background(job: str, rows: list) -> None:
	"""Upsert the rows in short transactions, and write down after each how far it is. Background job."""
	results = []
	for batch in create_batch(list(enumerate(rows)), IN_ONE_TRANSACTION):
		first = batch[0][0]
		for result in upsert_each([row for _index, row in batch]):
			results.append({**result, "index": first + result["index"]})
		record = frappe.get_doc(log.DOCTYPE, job)
		log.end_named(record, json.dumps(get_progress(results, len(rows))))
		end_batch()


def get_progress(results: list[dict], total: int) -> dict:
	return {"done": len(results), "total": total, "is_finished": len(results) == total, **tell(results)}


def tell(results: list[dict]) -> dict:
	return {"results": results, "counts": dict(Counter(result["outcome"] for result in results))}


def upsert_each(rows: list) -> list[dict]:
	"""Upsert the rows in one transaction."""
	return begun_again(partial(upsert_all, rows))


def upsert_all(rows: list, deadlocks: Counter) -> list[dict]:
	names = get_names(rows)
	results = []
	for index, row in enumerate(rows):
		frappe.clear_messages()
		frappe.db.savepoint(SAVEPOINT)
		try:
			validate_free(deadlocks[index])
			result = upsert_one(row, names)
		except DeadlockError:
			deadlocks[index] += 1
			raise
		except BROKEN_OFF:
			raise
		except Exception as error:
			result = {"visit": None, "outcome": "refused", "error": get_error(error)}
			frappe.db.rollback(save_point=SAVEPOINT)
			if not isinstance(error, REFUSALS):
				# Ours to mend, and no reason to leave the others
				frappe.log_error(title=f"Visit {index} of many")
		else:
			frappe.db.release_savepoint(SAVEPOINT)
		results.append({"index": index, **result})
	frappe.clear_messages()
	return results


def get_names(rows: list) -> dict[tuple[str, str], str]:
	"""Return {(system, id): visit} of those that are there, with a statement for each system."""
	wanted: dict[str, set] = {}
	for row in rows:
		if isinstance(row, dict) and isinstance(row.get("external_id"), str | int):
			wanted.setdefault(str(row.get("external_system")), set()).add(str(row["external_id"]))
	names = {}
	for system, ids in wanted.items():
		filters = {"external_system": system, "external_id": ("in", sorted(ids))}
		found = frappe.get_all(VISIT, filters, ["external_id", "name"], order_by=None)
		names.update({(system, visit.external_id): visit.name for visit in found})
	return names


def upsert_one(row: Any, names: dict[tuple[str, str], str]) -> dict:
	values = dict(read_object(row, "visit"))
	docstatus = read_docstatus(values.pop("docstatus", DRAFT))
	key = (str(values.get("external_system")), str(values.get("external_id")))
	name = values.pop("name", None) or names.get(key)
	visit = get_visit(name) if name else frappe.new_doc(VISIT)
	is_changed = set_values(visit, values)
	if not name:
		visit.insert()
		if values.get("external_id"):
			names[key] = visit.name
	elif is_changed:
		validate_draft(visit)
		visit.save()
	is_moved = move_to(visit, docstatus)
	outcome = "created" if not name else "updated" if is_changed or is_moved else "unchanged"
	return {"visit": visit.name, "outcome": outcome}


def read_docstatus(value: Any) -> int:
	if value not in (DRAFT, SUBMITTED, CANCELLED):
		refuse(_("{0} must be 0, 1 or 2.").format(bold("docstatus")), "docstatus")
	return cint(value)


def get_visit(name: Any) -> Document:
	if not isinstance(name, str) or not frappe.db.exists(VISIT, {"name": name}):
		refuse(_("There is no visit {0}.").format(bold(name)), "name", VisitGoneError)
	visit = frappe.get_doc(VISIT, name, for_update=True)
	visit.check_permission("read")
	return visit


def validate_draft(visit: Document) -> None:
	if not visit.docstatus.is_draft():
		refuse(
			_("Maintenance Visit {0} is {1}: only drafts can be changed.").format(
				visit.name, _(visit.status)
			),
			"name",
			NotDraftError,
		)


def set_values(visit: Document, values: dict) -> bool:
	"""Write what was sent, and return whether it says something else. Raises OperationError for what can't be set."""
	is_changed = False
	for fieldname, value in values.items():
		field = visit.meta.get_field(fieldname)
		if fieldname in TABLES:
			is_changed = set_rows(visit, fieldname, value, fieldname) or is_changed
		elif is_sent(field) or fieldname in OF_HISTORY:
			is_changed = change_fields(visit, {fieldname: value}) or is_changed
		else:
			refuse(_("{0} can't be set.").format(bold(fieldname)), fieldname)
	return is_changed


def move_to(visit: Document, docstatus: int) -> bool:
	"""Submit or cancel the visit, as it is to be; return whether that changed anything."""
	is_moved = False
	if docstatus > DRAFT and visit.docstatus.is_draft():
		visit.submit()
		is_moved = True
	if docstatus == CANCELLED and visit.docstatus.is_submitted():
		visit.check_permission("cancel")
		visit.cancel()
		is_moved = True
	return is_moved
