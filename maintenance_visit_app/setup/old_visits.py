"""Visits that were there before this app, or that ERPNext has kept meanwhile, say what follows from them.

One statement for each fact, however many visits. Their `modified` stays: nobody has changed them. Who is to pay for a
visit is decided when it is submitted, so the Billing Status of one that was submitted without this app stays empty.
"""

import frappe
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import IfNull
from frappe.utils import create_batch, getdate

from maintenance_visit_app.derived.billing import update_billing_status
from maintenance_visit_app.derived.technicians import update_technicians
from maintenance_visit_app.setup.ownership import PURPOSE, VISIT

VISITS_AT_ONCE = 1000
NOT_BEGUN = ("Draft", "Planned")


def tell_what_follows() -> None:
	set_statuses()
	set_customer_names()
	set_technicians()
	set_signature_statuses()
	clear_billing_statuses()
	tell_visits_of_their_invoices()


def set_statuses() -> None:
	visit = DocType(VISIT)
	status = get_status(visit)
	frappe.qb.update(visit).set(visit.status, status).where(is_not(visit.status, status)).run()


def get_wrong_statuses() -> list[frappe._dict]:
	"""Return name, status and what it should be; a day that passed since the daily job is no fault."""
	visit = DocType(VISIT)
	due = get_status(visit)
	query = frappe.qb.from_(visit).select(visit.name, visit.status, due.as_("due")).orderby(visit.name)
	wrong = query.where(is_not(visit.status, due)).run(as_dict=True)
	return [found for found in wrong if not (found.due == "Overdue" and found.status in NOT_BEGUN)]


def get_status(visit: DocType) -> Case:
	"""Return in SQL what status.get_status says of a visit."""
	return (
		Case()
		.when(visit.docstatus == 1, "Submitted")
		.when(visit.docstatus == 2, "Cancelled")
		.when(visit.name.isin(get_parents("Maintenance Visit Time Log")), "In Progress")
		.when(visit.mntc_date < getdate(), "Overdue")
		.when(visit.name.isin(get_parents(PURPOSE)), "Planned")
		.else_("Draft")
	)


def get_parents(doctype: str):
	"""Select the drafts with a row; a purpose counts where it names a technician. A draft's rows are drafts, too."""
	row = DocType(doctype)
	query = frappe.qb.from_(row).select(row.parent).where((row.parenttype == VISIT) & (row.docstatus == 0))
	return query.where(row.service_person != "") if doctype == PURPOSE else query


def set_customer_names() -> None:
	"""A subquery, since SQLite joins nothing in an update."""
	visit, customer = DocType(VISIT), DocType("Customer")
	name = (
		frappe.qb.from_(customer)
		.select(customer.customer_name)
		.where((customer.name == visit.customer) & (customer.customer_name != ""))
	)
	(
		frappe.qb.update(visit)
		.set(visit.customer_name, IfNull(name, visit.customer))
		.where(visit.customer_name.isnull() | (visit.customer_name == ""))
	).run()


def set_technicians() -> None:
	"""Two statements for each thousand visits."""
	for visits in create_batch(get_visits_with_technician(), VISITS_AT_ONCE):
		update_technicians(visits)


def get_visits_with_technician() -> list[str]:
	purpose = {"parenttype": VISIT, "service_person": ("is", "set")}
	return frappe.get_all(PURPOSE, purpose, pluck="parent", distinct=True, order_by="parent")


def set_signature_statuses() -> None:
	visit = DocType(VISIT)
	status = Case().when(visit.customer_signature != "", "Signed").else_("Not Signed")
	(
		frappe.qb.update(visit)
		.set(visit.signature_status, status)
		.where(is_not(visit.signature_status, status))
	).run()


def clear_billing_statuses() -> None:
	"""ERPNext has cancelled visits, too, and knows no Billing Status."""
	visit = DocType(VISIT)
	(
		frappe.qb.update(visit)
		.set(visit.billing_status, None)
		.where((visit.docstatus != 1) & (visit.billing_status != ""))
	).run()


def tell_visits_of_their_invoices() -> None:
	"""Without this app, invoices that name a visit may have been submitted or cancelled."""
	line = {"maintenance_visit": ("is", "set")}
	visits = frappe.get_all("Sales Invoice Item", line, pluck="maintenance_visit", distinct=True)
	for batch in create_batch(visits, VISITS_AT_ONCE):
		update_billing_status(batch)


def is_not(field, value):
	return field.isnull() | (field != value)
