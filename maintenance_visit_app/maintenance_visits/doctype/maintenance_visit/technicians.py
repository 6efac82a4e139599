"""Who does the work: sales persons, and the users that they are."""

import json
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import frappe
from frappe import _
from frappe.desk.form import assign_to
from frappe.model.document import Document
from frappe.utils import cstr, escape_html, getdate

from maintenance_visit_app.derived.sales_persons import get_users
from maintenance_visit_app.derived.technicians import get_text
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)

# What an assignment says, which tells those that follow from the rows from others
DESCRIPTION = "Maintenance visit to {0}"


def set_technicians(visit: Document) -> None:
	"""Name in one field of the visit who does its rows, each once: lists and calendars show no rows."""
	visit.technicians = get_text(row.service_person for row in visit.purposes)


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
				_("Row #{0}: {1} is a group of technicians. Choose the person who does the work.").format(
					row.idx, frappe.bold(escape_html(row.service_person))
				),
				title=_("Not a Person"),
				indicator="orange",
			)


def assign_technicians(visit: Document) -> None:
	"""Assign a draft to the users of its technicians whenever its date or they change.

	Whoever records work that is done is no planner: what has a Completion Status is assigned to nobody anew, unless
	it is amended.
	"""
	if get_settings().assign_technicians and is_planning_changed(visit):
		set_assignments(visit)


def is_planning_changed(visit: Document) -> bool:
	before = visit.get_doc_before_save()
	return not before or get_planning(before) != get_planning(visit)


def get_planning(visit: Document) -> tuple:
	return getdate(visit.mntc_date), get_persons(visit)


def get_persons(visit: Document | None) -> set[str]:
	return {row.service_person for row in visit.purposes if row.service_person} if visit else set()


def set_assignments(visit: Document) -> None:
	"""Let the open assignments of technicians be those of the rows; what a dispatcher assigned himself stays."""
	before = visit.get_doc_before_save()
	persons, former_persons = get_persons(visit), get_persons(before)
	if not persons and not former_persons:
		return
	user_of = get_users(persons | former_persons)
	users = {user_of[person] for person in persons & user_of.keys()}
	former_users = {user_of[person] for person in former_persons & user_of.keys()}
	# A new visit is assigned to nobody yet
	todos = get_open_todos(visit, users | former_users) if before else []
	for todo in get_ours([todo for todo in todos if todo.allocated_to not in users], before):
		assign_to.set_status(visit.doctype, visit.name, todo.name, todo.allocated_to, ignore_permissions=True)
	move_assignments([todo for todo in todos if todo.allocated_to in users], visit)
	new = users - {todo.allocated_to for todo in todos}
	if new and (visit.amended_from or not visit.completion_status):
		assign(visit, new)


def get_open_todos(visit: Document, users: set[str]) -> list[dict]:
	if not users:
		return []
	return frappe.get_all(
		"ToDo",
		{
			"reference_type": visit.doctype,
			"reference_name": visit.name,
			"status": "Open",
			"allocated_to": ("in", sorted(users)),
		},
		["name", "allocated_to", "description", "date"],
	)


def get_ours(todos: list[dict], visit: Document) -> list[dict]:
	"""Return the assignments that follow from the rows, not those that somebody made, by what they say.

	The site may have spoken another language when they were made.
	"""
	if not todos:
		return []
	texts = {unescape(get_description(visit, language)) for language in get_languages()}
	return [todo for todo in todos if unescape(cstr(todo.description)) in texts]


def get_languages() -> Iterator[str]:
	"""Yield the languages, some of them twice, that the app or the site has a translation into, and English."""
	yield "en"
	for catalogue in Path(frappe.get_app_path("maintenance_visit_app", "locale")).glob("*.po"):
		yield catalogue.stem.replace("_", "-")
	yield from frappe.get_all("Translation", {"source_text": DESCRIPTION}, pluck="language")


def move_assignments(todos: list[dict], visit: Document) -> None:
	day = getdate(visit.mntc_date)
	if moved := [todo.name for todo in todos if todo.date != day]:
		frappe.db.set_value("ToDo", {"name": ("in", moved)}, "date", day)


def assign(visit: Document, users: set[str]) -> None:
	"""Assign the visit to those who may read it: to others Frappe would open it, whatever an admin has shut."""
	readers = {user for user in users if visit.has_permission("read", user=user)}
	for user in sorted(users - readers):
		frappe.msgprint(
			_("{0} may not read this visit, so it isn't assigned to that user.").format(
				frappe.bold(escape_html(user))
			),
			title=_("Not Assigned"),
			indicator="orange",
		)
	if visit.flags.is_one_of_many:
		add_todos(visit, readers)
	elif readers:
		assign_to.add(
			{
				"assign_to": sorted(readers),
				"doctype": visit.doctype,
				"name": visit.name,
				"date": visit.mntc_date,
				"description": get_description(visit),
			},
			ignore_permissions=True,
		)


def add_todos(visit: Document, users: set[str]) -> None:
	"""Assign one of many: who plans them tells each technician once of all.

	What Frappe's own assignment would do beside it costs more than the visit: it reads the visit anew for a line in its
	timeline, and sends a notification and a mail.
	"""
	for user in sorted(users):
		todo = {
			"doctype": "ToDo",
			"allocated_to": user,
			"assigned_by": frappe.session.user,
			"reference_type": visit.doctype,
			"reference_name": visit.name,
			"description": get_description(visit),
			"date": visit.mntc_date,
			"status": "Open",
			"priority": "Medium",
		}
		frappe.get_doc(todo).db_insert()
	if users:
		assigned = json.dumps(sorted(users))
		frappe.db.set_value(visit.doctype, visit.name, "_assign", assigned, update_modified=False)


def get_description(visit: Document, language: str | None = None) -> str:
	"""Without `language` in the site's, whoever plans, or a job: the technicians read it."""
	language = language or frappe.get_system_settings("language")
	customer = escape_html(cstr(visit.customer_name or visit.customer))
	return _("Maintenance visit to {0}", language).format(customer)


def close_assignments(visit: Document) -> None:
	"""The work is done: it leaves the technicians' lists. What Desk sends doesn't say who is assigned."""
	before = visit.get_doc_before_save()
	if before and before.get("_assign"):
		assign_to.close_all_assignments(visit.doctype, visit.name, ignore_permissions=True)
