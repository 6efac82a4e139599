"""The visits that came later for the same documents: they are cancelled before this one is."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, get_datetime, get_link_to_form, getdate, to_timedelta

from maintenance_visit_app.derived.schedules import get_visited_rows
from maintenance_visit_app.derived.visited_rows import query_visited_rows
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sources import get_schedule_details


class LaterVisitsError(frappe.ValidationError):
	pass


def validate_no_later_visits(visit: Document) -> None:
	"""Throw LaterVisitsError with links to the later visits for the same orders, claims and schedule rows."""
	later = {row.visit: row for row in get_rows_of_same_sources(visit) if is_later(row, visit)}
	if later:
		frappe.throw(
			[
				_("Cancel these later visits for the same documents first, the last one first:"),
				*(describe(row) for row in sorted(later.values(), key=get_day_and_creation)),
			],
			LaterVisitsError,
			title=_("Later Visits"),
			as_list=True,
		)


def is_later(other: dict, visit: Document) -> bool:
	"""Tell whether a visit came after this one; where the times can't tell, what was made later did."""
	if getdate(other.mntc_date) != getdate(visit.mntc_date):
		return getdate(other.mntc_date) > getdate(visit.mntc_date)
	times = [to_timedelta(str(time)) for time in (other.mntc_time, visit.mntc_time) if time is not None]
	if len(times) == 2 and times[0] != times[1]:
		return times[0] > times[1]
	return get_datetime(other.creation) > get_datetime(visit.creation)


def describe(row: dict) -> str:
	if row.detail:
		schedule = frappe.db.get_value("Maintenance Schedule Detail", row.detail, "parent")
		row.update({"doctype": "Maintenance Schedule", "docname": schedule})
	return _("{0} of {1}, for {2} {3}").format(
		get_link_to_form("Maintenance Visit", row.visit),
		format_date(row.mntc_date),
		_(row.doctype),
		get_link_to_form(row.doctype, row.docname),
	)


def get_day_and_creation(row: dict) -> tuple:
	return getdate(row.mntc_date), get_datetime(row.creation)


def get_rows_of_same_sources(visit: Document) -> list[frappe._dict]:
	"""Return the rows of other submitted visits for the documents of this one.

	Each tells `doctype` and `docname`, or the `detail` of a schedule: the rows of a schedule are separate jobs, so
	it is a row that two visits have in common, not the schedule.
	"""
	sources = {(row.prevdoc_doctype, row.prevdoc_docname) for row in visit.purposes if row.prevdoc_docname}
	rows = get_rows_of_documents({source for source in sources if source[0] != "Maintenance Schedule"})
	if details := get_schedule_details(visit):
		rows += get_visited_rows(details)
	return [row for row in rows if row.visit != visit.name]


def get_rows_of_documents(sources: set[tuple[str, str]]) -> list[frappe._dict]:
	if not sources:
		return []
	query, _visit, purpose = query_visited_rows()
	rows = (
		query.select(purpose.prevdoc_doctype.as_("doctype"), purpose.prevdoc_docname.as_("docname")).where(
			purpose.prevdoc_docname.isin(sorted({name for _doctype, name in sources}))
		)
	).run(as_dict=True)
	return [row for row in rows if (row.doctype, row.docname) in sources]
