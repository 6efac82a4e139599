"""Dates of Maintenance Schedules that nobody has planned a visit for."""

from datetime import date

import frappe
from frappe.query_builder import DocType

from maintenance_visit_app.maintenance_visits.report.visits import get_persons


def get_dates_without_visit(filters: dict, until: date) -> list[frappe._dict]:
	"""Return the open dates until a day, of schedules that the user may read, if he may read any."""
	if not frappe.has_permission("Maintenance Schedule", "read"):
		return []
	dates = query_dates(filters, until).run(as_dict=True)
	names = list({row.maintenance_schedule for row in dates})
	readable = names and set(
		frappe.get_list("Maintenance Schedule", filters={"name": ("in", names)}, pluck="name")
	)
	return [row for row in dates if row.maintenance_schedule in readable]


def query_dates(filters: dict, until: date):
	"""Ask for the rows of submitted schedules that aren't fully completed and that no draft visit is for."""
	schedule, row = DocType("Maintenance Schedule"), DocType("Maintenance Schedule Detail")
	purpose, visit = DocType("Maintenance Visit Purpose"), DocType("Maintenance Visit")
	customer = DocType("Customer")
	query = (
		frappe.qb.from_(row)
		.join(schedule)
		.on((schedule.name == row.parent) & (schedule.docstatus == 1))
		.join(customer)
		.on(customer.name == schedule.customer)
		.left_join(purpose)
		.on((purpose.maintenance_schedule_detail == row.name) & (purpose.docstatus == 0))
		.left_join(visit)
		.on((visit.maintenance_schedule_detail == row.name) & (visit.docstatus == 0))
		.select(
			row.name.as_("maintenance_schedule_detail"),
			row.parent.as_("maintenance_schedule"),
			row.scheduled_date.as_("date"),
			row.item_code,
			row.sales_person.as_("technicians"),
			schedule.customer,
			customer.customer_name,
		)
		.where((row.completion_status != "Fully Completed") & (row.scheduled_date <= until))
		.where(purpose.name.isnull() & visit.name.isnull())
	)
	for field in (schedule.company, schedule.customer):
		if filters.get(field.name):
			query = query.where(field == filters[field.name])
	if filters.sales_person:
		query = query.where(row.sales_person.isin(get_persons(filters.sales_person)))
	return query
