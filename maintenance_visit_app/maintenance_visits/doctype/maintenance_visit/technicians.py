"""Who does the work: sales persons, and the users that they are."""

import frappe
from frappe import _
from frappe.desk.form import assign_to
from frappe.model.document import Document
from frappe.utils import getdate, today

from maintenance_visit_app.derived.sales_persons import get_users
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)


def tell_of_groups(visit: Document) -> None:
	"""A group does no work. It is told on save, not refused: ERPNext takes groups, so old visits have them."""
	if visit.docstatus.is_submitted():
		return
	service_persons = {row.service_person for row in visit.purposes if row.service_person}
	# From Frappe's cache: there are few, and they hardly ever change
	groups = {name for name in service_persons if frappe.get_cached_value("Sales Person", name, "is_group")}
	for row in visit.purposes:
		if row.service_person in groups:
			frappe.msgprint(
				_("Row #{0}: {1} is a group of sales persons. Choose the person who does the work.").format(
					row.idx, frappe.bold(row.service_person)
				),
				title=_("Not a Person"),
				indicator="orange",
			)


def assign_technicians(visit: Document) -> None:
	"""Assign a visit that is planned for another day to the users of its technicians, and nobody else.

	Who records a visit of today or before is no planner: then nobody is assigned.
	"""
	if not get_settings().assign_technicians:
		return
	if getdate(visit.mntc_date) > getdate(today()) and is_planning_changed(visit):
		set_assignments(visit)


def is_planning_changed(visit: Document) -> bool:
	before = visit.get_doc_before_save()
	return not before or get_planning(before) != get_planning(visit)


def get_planning(visit: Document) -> tuple:
	return getdate(visit.mntc_date), get_persons(visit)


def get_persons(visit: Document | None) -> set[str]:
	return {row.service_person for row in visit.purposes if row.service_person} if visit else set()


def set_assignments(visit: Document) -> None:
	"""Let the open assignments of technicians be those of the rows; what a dispatcher assigned else stays."""
	before = visit.get_doc_before_save()
	persons, former_persons = get_persons(visit), get_persons(before)
	user_of = get_users(persons | former_persons)
	users = {user_of[person] for person in persons & user_of.keys()}
	for user in {user_of[person] for person in former_persons & user_of.keys()} - users:
		assign_to.remove(visit.doctype, visit.name, user, ignore_permissions=True)
	# A new visit is assigned to nobody yet
	assigned = move_assignments(visit, users) if before and users else set()
	if new := users - assigned:
		# Whoever plans, or a job: the technicians read it
		language = frappe.get_system_settings("language")
		assign_to.add(
			{
				"assign_to": sorted(new),
				"doctype": visit.doctype,
				"name": visit.name,
				"date": visit.mntc_date,
				"description": _("Maintenance visit to {0}", language).format(visit.customer_name),
			},
			ignore_permissions=True,
		)


def move_assignments(visit: Document, users: set[str]) -> set[str]:
	"""Give the open assignments of these users the visit's date, and return who has one already."""
	assigned = frappe.get_all(
		"ToDo",
		{
			"reference_type": visit.doctype,
			"reference_name": visit.name,
			"status": "Open",
			"allocated_to": ("in", sorted(users)),
		},
		["name", "allocated_to"],
	)
	if assigned:
		frappe.db.set_value(
			"ToDo", {"name": ("in", [todo.name for todo in assigned])}, "date", visit.mntc_date
		)
	return {todo.allocated_to for todo in assigned}


def close_assignments(visit: Document) -> None:
	"""The work is done: it leaves the technicians' lists."""
	if visit.get("_assign"):
		assign_to.close_all_assignments(visit.doctype, visit.name, ignore_permissions=True)
