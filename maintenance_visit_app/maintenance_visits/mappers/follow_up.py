"""A partly completed Maintenance Visit → the visit that finishes it."""

import frappe
from frappe.model.document import Document
from frappe.model.mapper import get_mapped_doc

from maintenance_visit_app.derived.visited_rows import FULLY
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.follow_up import (
	validate_only_follow_up,
	validate_submitted,
)
from maintenance_visit_app.maintenance_visits.mappers.mapping import (
	load_visit,
	throw_nothing_left,
	validate_source_name,
)


@frappe.whitelist()
def make_follow_up_visit(source_name: str = "", target_doc: str | Document | None = None) -> Document:
	"""Return a visit, not saved, with the rows that the submitted visit `source_name` left unfinished.

	frappe.model.mapper checks that the user may read and create visits.

	Raises FollowUpError where the visit is not submitted or has a follow-up already, and NothingLeftToDoError.
	"""
	validate_source_name("Maintenance Visit", source_name)
	return get_mapped_doc(
		"Maintenance Visit",
		source_name,
		{
			"Maintenance Visit": {
				"doctype": "Maintenance Visit",
				"field_map": {"name": "follow_up_of"},
				"field_no_map": ["completion_status", "customer_feedback"],
				"postprocess": validate_unfinished,
			},
			"Maintenance Visit Purpose": {
				"doctype": "Maintenance Visit Purpose",
				"field_no_map": ["completion_status", "work_done"],
				"condition": is_unfinished,
			},
			"Maintenance Visit Check": {
				"doctype": "Maintenance Visit Check",
				"field_no_map": ["result", "reading", "remark"],
				"condition": is_failed_or_open,
			},
			# Those were used in the visit that is followed up.
			"Maintenance Visit Part": {"doctype": "Maintenance Visit Part", "ignore": True},
		},
		load_visit(target_doc),
	)


def is_unfinished(row: Document) -> bool:
	return row.completion_status != FULLY


def is_failed_or_open(check: Document) -> bool:
	return check.result not in ("OK", "Not Applicable")


def validate_unfinished(visit: Document, follow_up: Document, source_parent: None) -> None:
	validate_submitted(visit)
	if not any(map(is_unfinished, visit.purposes)):
		throw_nothing_left(visit, [visit.name])
	validate_only_follow_up(follow_up.update({"follow_up_of": visit.name}))
