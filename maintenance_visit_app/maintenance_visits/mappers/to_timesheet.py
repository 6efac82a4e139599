"""Submitted Maintenance Visit → one Timesheet for each technician who is an Employee."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import get_link_to_form

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.maintenance_visits.permitted_visit import get_permitted_visit
from maintenance_visit_app.records import get_by_name

# Of the types that ERPNext's setup wizard makes, the one for work at the customer's
ACTIVITY_TYPE = "Execution"


class NoTimesheetError(frappe.ValidationError):
	pass


@frappe.whitelist(methods=["POST"])
@complete
def make_timesheets(source_name: str) -> list[str]:
	"""Insert a draft Timesheet for each technician of the submitted visit `source_name`, and return their names.

	Who has one already gets no other; that, and who is no Employee, is told. The hours are not billable on
	the Timesheet, since the visit's own invoice bills them. The user needs to read the visit and to create
	Timesheets.

	Raises NoTimesheetError where none is made.
	"""
	frappe.has_permission("Timesheet", "create", throw=True)
	visit = get_permitted_visit(source_name, for_update=True)
	validate_has_time(visit)
	by_employee, reasons = group_by_employee(visit)
	existing = get_existing(visit)
	reasons += [tell_existing(*found) for found in existing.items() if found[0] in by_employee]
	missing = [employee for employee in by_employee if employee not in existing]
	tell(reasons, made_some=bool(missing))
	return [make_timesheet(visit, employee, by_employee[employee]) for employee in missing]


def validate_has_time(visit: Document) -> None:
	link = get_link_to_form("Maintenance Visit", visit.name)
	if visit.docstatus != 1:
		throw_none([_("Maintenance Visit {0} is not submitted. Submit it first.").format(link)])
	if not any(row.to_time for row in visit.time_logs):
		throw_none([_("Maintenance Visit {0} has no time logs with Check In and Check Out.").format(link)])


def group_by_employee(visit: Document) -> tuple[dict[str, list[Document]], list[str]]:
	"""Return {employee: finished time logs}, and a sentence for each technician who is no Employee."""
	logs = [row for row in visit.time_logs if row.to_time]
	persons = get_by_name("Sales Person", {row.service_person for row in logs}, ["employee"])
	by_employee, nobodies = {}, {}
	for row in logs:
		employee = persons[row.service_person].employee
		if employee:
			by_employee.setdefault(employee, []).append(row)
		else:
			nobodies[row.service_person] = tell_nobody(row.service_person)
	return by_employee, list(nobodies.values())


def tell_nobody(service_person: str) -> str:
	return _(
		"Technician {0} has no Employee, so no Timesheet. Set the Employee in that Sales Person."
	).format(get_link_to_form("Sales Person", service_person))


def get_existing(visit: Document) -> dict[str, str]:
	"""Return {employee: Timesheet} of the drafts and submitted ones that were made for a visit.

	It reads what a first click committed meanwhile: the visit is locked.
	"""
	timesheet = DocType("Timesheet")
	query = (
		frappe.qb.from_(timesheet)
		.select(timesheet.employee, timesheet.name)
		.where((timesheet.maintenance_visit == visit.name) & (timesheet.docstatus < 2))
		.for_update()
	)
	return dict(query.run())


def tell_existing(employee: str, timesheet: str) -> str:
	return _("Employee {0} has a Timesheet for this visit already: {1}. Use that one.").format(
		get_link_to_form("Employee", employee), get_link_to_form("Timesheet", timesheet)
	)


def tell(reasons: list[str], made_some: bool) -> None:
	if not made_some:
		throw_none(reasons)
	if reasons:
		frappe.msgprint(reasons, title=_("Not for Everyone"), indicator="orange", as_list=True)


def throw_none(reasons: list[str]) -> None:
	frappe.throw(reasons, NoTimesheetError, title=_("No Timesheet Made"), as_list=True)


def make_timesheet(visit: Document, employee: str, time_logs: list[Document]) -> str:
	activity_type = get_activity_type()
	description = _("Maintenance Visit {0} to {1}").format(visit.name, visit.customer_name)
	return (
		frappe.get_doc(
			{
				"doctype": "Timesheet",
				"company": visit.company,
				"customer": visit.customer,
				"currency": frappe.get_cached_value("Company", visit.company, "default_currency"),
				"employee": employee,
				"maintenance_visit": visit.name,
				"time_logs": [
					{
						"activity_type": activity_type,
						"from_time": row.from_time,
						"to_time": row.to_time,
						"description": description,
						"is_billable": 0,
					}
					for row in time_logs
				],
			}
		)
		.insert()
		.name
	)


def get_activity_type() -> str | None:
	"""Return the type for work at the customer's, where the site has it; else the user chooses before submit."""
	names = (_(ACTIVITY_TYPE), ACTIVITY_TYPE)
	found = frappe.get_all("Activity Type", {"name": ("in", names), "disabled": 0}, pluck="name")
	return found[0] if found else None
