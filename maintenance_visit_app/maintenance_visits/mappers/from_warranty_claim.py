"""Warranty Claim → Maintenance Visit."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.mapper import get_mapped_doc
from frappe.utils import get_link_to_form

from maintenance_visit_app.derived.claims import get_visits_that_settled
from maintenance_visit_app.maintenance_visits.mappers.mapping import (
	load_visit,
	set_type,
	throw_nothing_left,
	tidy_up,
	validate_source_name,
)


class ClaimNotOpenError(frappe.ValidationError):
	pass


@frappe.whitelist()
def make_maintenance_visit(
	source_name: str = "", target_doc: str | Document | None = None, args: str | dict | None = None
) -> Document:
	"""Return a visit, not saved, for the item and the complaint of the Warranty Claim `source_name`.

	With `target_doc` (a visit, or its JSON) the claim is added to that visit, if it isn't there yet.
	frappe.model.mapper checks that the user may read the claim and create visits. `args` is what Frappe's
	dialog passes to every mapper; nothing in it is used here.

	Raises ClaimNotOpenError, NothingLeftToDoError where visits have settled the claim, and SourceMismatchError
	where the visit is of another customer or company.
	"""
	validate_source_name("Warranty Claim", source_name)
	target_doc = load_visit(target_doc)
	header = {"doctype": "Maintenance Visit", "postprocess": set_header}
	return get_mapped_doc("Warranty Claim", source_name, {"Warranty Claim": header}, target_doc, add_row)


def set_header(claim: Document, visit: Document, source_parent: None) -> None:
	validate_open(claim)
	tidy_up(visit)


def validate_open(claim: Document) -> None:
	if claim.status in ("Open", "Work In Progress"):
		return
	if claim.status == "Closed" and (visits := get_visits_that_settled(claim.name)):
		throw_nothing_left(claim, visits)
	frappe.throw(
		_("Warranty Claim {0} is {1}. Set its status to Open to plan a visit.").format(
			get_link_to_form("Warranty Claim", claim.name), frappe.bold(_(claim.status))
		),
		ClaimNotOpenError,
		title=_("No Visit for This Claim"),
	)


def add_row(claim: Document, visit: Document) -> None:
	if any(
		(row.prevdoc_doctype, row.prevdoc_docname) == (claim.doctype, claim.name) for row in visit.purposes
	):
		return
	visit.append(
		"purposes",
		{
			"prevdoc_doctype": claim.doctype,
			"prevdoc_docname": claim.name,
			"item_code": claim.item_code,
			"item_name": claim.item_name,
			"serial_no": claim.serial_no,
			"description": claim.description,
			"complaint": claim.complaint,
		},
	)
	set_type(visit)
