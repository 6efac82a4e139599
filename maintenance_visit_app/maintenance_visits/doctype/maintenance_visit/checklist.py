"""The checklist of a visit: copied from **Maintenance Checklist** by item, item group or hand, answered on site."""

import math
from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType, Order
from frappe.query_builder.functions import Coalesce
from frappe.utils import cstr, escape_html

from maintenance_visit_app.asked_once import asked_once

ANSWERS = ("OK", "Not OK", "Not Applicable")


class ChecklistError(frappe.ValidationError):
	pass


def add_checks(visit: Document) -> None:
	"""Add the tasks of the items' checklists, and of the one chosen by hand, each once for an item's number."""
	follow_equipment(visit)
	wanted = get_wanted(visit)
	missing = [key for key in wanted if key not in map(get_key, visit.checks)]
	if missing and visit.is_new() and visit.follow_up_of:
		done = get_keys_of(visit.follow_up_of)
		missing = [key for key in missing if key not in done]
	tasks = get_tasks({checklist for checklist, _item, _number in missing})
	for checklist, item_code, serial_no in missing:
		for task in tasks.get(checklist, []):
			visit.append(
				"checks",
				{**task, "maintenance_checklist": checklist, "item_code": item_code, "serial_no": serial_no},
			)


def follow_equipment(visit: Document) -> None:
	"""Let the tasks of a row go along with its equipment: with a number entered later, or with another item.

	Tasks of the same item are of the new number then, answered or not. Of an item that is on no row any more, those
	without an answer go.
	"""
	known = get_known_equipment(visit)
	present = {get_equipment(row) for row in visit.purposes}
	left = {
		known[row.name]: get_equipment(row)
		for row in visit.purposes
		if row.name in known and known[row.name] not in present
	}
	for check in list(visit.checks):
		equipment = left.get(get_equipment(check)) if check.maintenance_checklist else None
		if equipment and equipment[0] == check.item_code:
			check.serial_no = equipment[1]
		elif equipment and not (check.result or check.reading or check.remark):
			visit.remove(check)


def get_key(check: dict) -> tuple[str, str | None, str | None]:
	return check.maintenance_checklist, check.item_code or None, check.serial_no or None


def get_keys_of(visit: str) -> set[tuple]:
	"""Return what was gone through on a visit: what its follow-up needn't go through again has not come along."""
	fields = ["maintenance_checklist", "item_code", "serial_no"]
	filters = {"parent": visit, "parenttype": "Maintenance Visit"}
	return set(map(get_key, frappe.get_all("Maintenance Visit Check", filters, fields)))


def get_wanted(visit: Document) -> list[tuple[str, str | None, str | None]]:
	"""Return (checklist, item, serial number) of what is to be gone through, in the order of the rows.

	A row that was there before keeps what it has: a task that somebody deleted doesn't come back.
	"""
	known = get_known_equipment(visit)
	new = [row for row in visit.purposes if row.item_code and known.get(row.name) != get_equipment(row)]
	checklists = get_checklists_of_items(frozenset(row.item_code for row in new))
	wanted = [
		(checklists[row.item_code], row.item_code, row.serial_no or None)
		for row in new
		if row.item_code in checklists
	]
	if visit.maintenance_checklist and visit.has_value_changed("maintenance_checklist"):
		wanted.append((visit.maintenance_checklist, None, None))
	return list(dict.fromkeys(wanted))


def get_known_equipment(visit: Document) -> dict[str, tuple]:
	"""Return {row: its equipment before this save}."""
	before = visit.get_doc_before_save()
	return {row.name: get_equipment(row) for row in before.purposes} if before else {}


def get_equipment(row: Document) -> tuple[str, str | None]:
	return row.item_code, row.serial_no or None


@asked_once
def get_checklists_of_items(items: frozenset[str]) -> dict[str, str]:
	"""Return {item: checklist}: its own one, or else that of its item group; the oldest where there are several."""
	if not items:
		return {}
	item, own = DocType("Item"), DocType("Maintenance Checklist")
	of_group = DocType("Maintenance Checklist").as_("of_group")
	query = (
		frappe.qb.from_(item)
		.left_join(own)
		.on((own.item_code == item.name) & (own.disabled == 0))
		.left_join(of_group)
		.on(
			(of_group.item_group == item.item_group)
			& (of_group.disabled == 0)
			& (of_group.item_code.isnull() | (of_group.item_code == ""))
		)
		.select(item.name, Coalesce(own.name, of_group.name))
		.where(item.name.isin(sorted(items)))
		.orderby(own.creation, of_group.creation, order=Order.desc)
	)
	return {item: checklist for item, checklist in query.run() if checklist}


def get_tasks(checklists: set[str]) -> dict[str, list[dict]]:
	if not checklists:
		return {}
	tasks = {}
	for task in frappe.get_all(
		"Maintenance Checklist Task",
		{"parent": ("in", checklists), "parenttype": "Maintenance Checklist"},
		["parent", "task", "mandatory", "uom"],
		order_by="parent, idx",
	):
		tasks.setdefault(task.pop("parent"), []).append(task)
	return tasks


def validate_readings(visit: Document) -> None:
	"""Throw ChecklistError where a reading is no number; decimal commas become points."""
	for check in visit.checks:
		reading = cstr(check.reading).strip().replace(",", ".")
		if reading and not is_number(reading):
			frappe.throw(
				_("Row #{0}: the reading {1} of {2} is not a number.").format(
					check.idx, bold(check.reading), bold(check.task)
				),
				ChecklistError,
				title=_("Checklist"),
			)
		check.reading = reading or None


def is_number(text: str) -> bool:
	try:
		return math.isfinite(float(text)) and "_" not in text
	except ValueError:
		return False


def bold(typed: str) -> str:
	"""Return what somebody typed, as a message shows it."""
	return frappe.bold(escape_html(cstr(typed)))


def get_missing(visit: Document) -> Iterator[tuple]:
	"""Mandatory tasks want a result, and the reading they ask for."""
	for check in visit.checks:
		if not check.mandatory:
			continue
		if check.result not in ANSWERS:
			message = _("Checklist, row #{0}: give a result for {1}.")
			yield message.format(check.idx, bold(check.task)), "result", check
		elif check.uom and not check.reading and check.result != "Not Applicable":
			message = _("Checklist, row #{0}: enter the reading of {1} in {2}.")
			yield message.format(check.idx, bold(check.task), escape_html(check.uom)), "reading", check
