"""Maintenance Schedule → Maintenance Visit."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.mapper import get_mapped_doc
from frappe.utils import get_link_to_form, getdate, today

from maintenance_visit_app.derived.schedules import get_serial_numbers, get_visited_rows
from maintenance_visit_app.derived.visited_rows import FULLY, is_completing
from maintenance_visit_app.maintenance_visits.mappers.mapping import (
	load_visit,
	set_type,
	throw_nothing_left,
	tidy_up,
	validate_source_name,
)
from maintenance_visit_app.records import get_by_name


class ScheduleNotSubmittedError(frappe.ValidationError):
	pass


class ChosenDatesError(frappe.ValidationError):
	pass


@frappe.whitelist()
def make_maintenance_visit(
	source_name: str = "",
	target_doc: str | Document | None = None,
	item_name: str | dict | None = None,
	s_id: str | None = None,
) -> Document:
	"""Return a visit, not saved, with what is left to do of the Maintenance Schedule `source_name`.

	Only the schedule's row `s_id` is wanted, or those of `item_name`, or those that Frappe's mapper got as
	`selected_children`; without them all rows. Frappe's dialog passes {"filtered_children": [rows]} in the place
	of `item_name`. A row with several serial numbers becomes a row for each that isn't done. With `target_doc`
	(a visit, or its JSON) the rows are added to that visit, none of them twice. frappe.model.mapper checks that
	the user may read the schedule and create visits.

	Raises ScheduleNotSubmittedError, NothingLeftToDoError, and SourceMismatchError where the visit is of
	another customer or company.
	"""
	validate_source_name("Maintenance Schedule", source_name)
	target_doc = load_visit(target_doc)
	wanted = get_wanted(item_name, s_id)
	mapped = {row.maintenance_schedule_detail for row in target_doc.purposes} if target_doc else set()

	def is_left(row: Document) -> bool:
		is_wanted = all(row.get(fieldname) in values for fieldname, values in wanted.items())
		return is_wanted and row.completion_status != FULLY and row.name not in mapped

	def set_missing_values(schedule: Document, visit: Document) -> None:
		finish(schedule, visit, mapped)

	maps = {
		"Maintenance Schedule": {"doctype": "Maintenance Visit", "postprocess": set_header},
		"Maintenance Schedule Detail": {**ROW_MAP, "condition": is_left},
	}
	return get_mapped_doc("Maintenance Schedule", source_name, maps, target_doc, set_missing_values)


ROW_MAP = {
	"doctype": "Maintenance Visit Purpose",
	"field_map": {
		"parenttype": "prevdoc_doctype",
		"parent": "prevdoc_docname",
		"name": "maintenance_schedule_detail",
		"sales_person": "service_person",
	},
	# For a description the mapper would load the whole Item, row by row
	"field_no_map": ["serial_no", "completion_status", "description"],
}


def get_wanted(item_name: str | dict | None, s_id: str | None) -> dict[str, Iterable[str]]:
	"""Return what a schedule's row must say to be mapped: {fieldname: values}."""
	if s_id:
		return {"name": [s_id]}
	if isinstance(item_name, str) and item_name:
		return {"item_name": [item_name]}
	chosen = item_name.get("filtered_children") if isinstance(item_name, dict) else None
	if chosen and not is_list_of_names(chosen):
		frappe.throw(
			_("{0} takes a list of the schedule's dates, each by its name.").format("filtered_children"),
			ChosenDatesError,
			title=_("Not a List of Dates"),
		)
	return {"name": chosen} if chosen else {}


def is_list_of_names(names) -> bool:
	return isinstance(names, list) and all(isinstance(name, str) for name in names)


def set_header(schedule: Document, visit: Document, source_parent: None) -> None:
	if schedule.docstatus != 1:
		frappe.throw(
			_("Maintenance Schedule {0} is not submitted. Submit it first.").format(
				get_link_to_form("Maintenance Schedule", schedule.name)
			),
			ScheduleNotSubmittedError,
			title=_("No Visit for This Schedule"),
		)
	visit.maintenance_schedule = visit.maintenance_schedule or schedule.name


def finish(schedule: Document, visit: Document, mapped: set[str]) -> None:
	"""Part the new rows by serial number, and plan the visit for their day."""
	tidy_up(visit)
	details = {row.name: row for row in schedule.schedules}
	new = [row for row in visit.purposes if row.maintenance_schedule_detail in details.keys() - mapped]
	if not new:
		throw_nothing_left(schedule, get_visits_that_did(details.keys() - mapped))
	set_type(visit)
	set_descriptions(new)
	set_date(visit, {getdate(details[row.maintenance_schedule_detail].scheduled_date) for row in new})
	part_by_serial_number(visit, {row.maintenance_schedule_detail for row in new})


def set_descriptions(rows: list[Document]) -> None:
	"""A schedule's dates have none of their own: that of the item is taken, with one statement for all rows."""
	items = get_by_name("Item", {row.item_code for row in rows if row.item_code}, ["description"])
	for row in rows:
		row.description = items[row.item_code].description if row.item_code in items else None


def get_visits_that_did(details: set[str]) -> set[str]:
	return {row.visit for row in get_visited_rows(details) if is_completing(row)}


def set_date(visit: Document, dates: set) -> None:
	"""Plan a new visit for the day that all of its rows are due, if that is still to come."""
	if len(dates) == 1 and visit.is_new() and max(dates) > getdate(today()):
		visit.update({"mntc_date": max(dates), "mntc_time": None})


def part_by_serial_number(visit: Document, details: set[str]) -> None:
	"""Give each of these rows its serial number, or a row for each where a schedule's row has several."""
	serial_numbers = get_serial_numbers(details)
	done = {(row.detail, row.serial_no) for row in get_visited_rows(details) if is_completing(row)}
	purposes = []
	for row in visit.purposes:
		detail = row.maintenance_schedule_detail
		left = [number for number in serial_numbers.get(detail, []) if (detail, number) not in done]
		purposes.extend(get_row_for_each(row, left) if detail in details else [row])
	visit.purposes = purposes
	visit.set_idx_of_purposes()


def get_row_for_each(row: Document, serial_numbers: list[str]) -> list[Document]:
	rows = [row, *(frappe.copy_doc(row) for _number in serial_numbers[1:])]
	for each, serial_no in zip(rows, serial_numbers, strict=False):
		each.serial_no = serial_no
	return rows
