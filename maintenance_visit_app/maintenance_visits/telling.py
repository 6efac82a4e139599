"""What orders, schedules and claims are told, when a visit is submitted or cancelled."""

import frappe
from frappe.model.document import Document

from maintenance_visit_app.derived.claims import update_claims
from maintenance_visit_app.derived.orders import update_maintenance_status
from maintenance_visit_app.derived.schedules import update_schedule_rows
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sources import get_schedule_details
from maintenance_visit_app.maintenance_visits.source_kinds import get_source_names


def tell_orders(visit: Document) -> None:
	update_maintenance_status(get_source_names(visit.purposes, "Sales Order"))


def tell_schedules(visit: Document) -> None:
	update_schedule_rows(get_schedule_details(visit))


def tell_claims(visit: Document) -> None:
	cancelled_rows = get_claim_rows(visit) if visit.docstatus.is_cancelled() else ()
	update_claims(get_source_names(visit.purposes, "Warranty Claim"), cancelled_rows)


def get_claim_rows(visit: Document) -> list[frappe._dict]:
	"""Return the visit's rows for claims as the derivation of claims reads those of submitted visits."""
	return [
		frappe._dict(
			claim=row.prevdoc_docname,
			row_status=row.completion_status,
			visit_status=visit.completion_status,
			mntc_date=visit.mntc_date,
		)
		for row in visit.purposes
		if row.prevdoc_doctype == "Warranty Claim"
	]
