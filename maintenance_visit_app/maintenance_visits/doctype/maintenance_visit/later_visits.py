"""The visits that came later for the same documents: they are cancelled before this one is."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, get_datetime, getdate, to_timedelta

from maintenance_visit_app.derived.schedules import get_dates, get_visited_rows
from maintenance_visit_app.derived.visited_rows import query_visited_rows
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.links import get_link
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sources import (
	SCHEDULE,
	get_schedule_details,
)

DATE = "Maintenance Schedule Detail"
Source = tuple[str, str]


class LaterVisitsError(frappe.ValidationError):
	pass


def validate_no_later_visits(visit: Document) -> None:
	"""Throw LaterVisitsError with a way through: all visits that have to go before, in the order in which they can."""
	later = get_later_visits(visit)
	if not later:
		return
	heading = _(
		"Cancel these later visits for the same documents first, in this order, the last one first. No other visit has to be cancelled for it:"
	)
	steps = sorted(later.values(), key=get_moment, reverse=True)
	dates = get_dates({row.source[1] for row in steps if row.source[0] == DATE})
	frappe.throw(
		[heading, *(f"{number}. {describe(row, dates)}" for number, row in enumerate(steps, 1))],
		LaterVisitsError,
		title=_("Later Visits"),
		as_list=True,
	)


def get_later_visits(visit: Document) -> dict[str, frappe._dict]:
	"""Return {visit: a row of it, with its `source`}: what came later, and what came later than that.

	A later visit may be for other documents, too, and be held by theirs: so it goes on until nothing is new.
	"""
	later, newly = {}, {visit.name: visit}
	sources = {visit.name: get_sources(visit)}
	while newly:
		earliest = get_earliest(newly, sources)
		newly = {
			row.visit: row
			for row in get_rows_of_sources(earliest)
			if row.visit not in {visit.name, *later} and get_moment(row) > earliest[row.source]
		}
		later |= newly
		sources = get_sources_of_visits(newly)
	return later


def get_earliest(visits: dict[str, Document], sources: dict[str, set[Source]]) -> dict[Source, tuple]:
	"""Return {source: when the first of these visits was there}."""
	earliest = {}
	for name, visit in visits.items():
		for source in sources[name]:
			earliest[source] = min(get_moment(visit), earliest.get(source, get_moment(visit)))
	return earliest


def get_moment(visit: Document | dict) -> tuple:
	"""Return what visits are ordered by: a day's visits without a time come first, as made. No two are equal."""
	time = to_timedelta(str(visit.mntc_time or "0:00:00"))
	return getdate(visit.mntc_date), time, get_datetime(visit.creation), visit.get("visit") or visit.name


def describe(row: dict, dates: dict[str, frappe._dict]) -> str:
	doctype, name = row.source
	if doctype == DATE and name in dates:
		doctype, name = SCHEDULE, dates[name].parent
	return _("{0} of {1}, for {2} {3}").format(
		get_link("Maintenance Visit", row.visit),
		format_date(row.mntc_date),
		_(doctype),
		get_link(doctype, name),
	)


def get_sources(visit: Document) -> set[Source]:
	"""Return the documents that a visit is for; of a schedule its dates, which are jobs of their own."""
	documents = {(row.prevdoc_doctype, row.prevdoc_docname) for row in visit.purposes if row.prevdoc_docname}
	dates = {(DATE, detail) for detail in get_schedule_details(visit)}
	return {source for source in documents if source[0] != SCHEDULE} | dates


def get_sources_of_visits(names: Iterable[str]) -> dict[str, set[Source]]:
	"""Return {visit: its sources} for submitted visits, with one statement."""
	if not names:
		return {}
	query, visit, purpose = query_visited_rows(for_update=True)
	rows = (
		query.select(purpose.prevdoc_doctype, purpose.prevdoc_docname, purpose.maintenance_schedule_detail)
		.select(visit.maintenance_schedule_detail.as_("detail_of_visit"))
		.where(visit.name.isin(sorted(names)))
	).run(as_dict=True)
	sources = {name: set() for name in names}
	for row in rows:
		if row.prevdoc_docname and row.prevdoc_doctype != SCHEDULE:
			sources[row.visit].add((row.prevdoc_doctype, row.prevdoc_docname))
		if detail := row.detail_of_visit or row.maintenance_schedule_detail:
			sources[row.visit].add((DATE, detail))
	return sources


def get_rows_of_sources(sources: Iterable[Source]) -> list[frappe._dict]:
	"""Return the rows of submitted visits for these sources, each with its `source`. Read with lock."""
	details = {name for doctype, name in sources if doctype == DATE}
	rows = get_visited_rows(details, for_update=True)
	for row in rows:
		row.source = (DATE, row.detail)
	rows += get_rows_of_documents({source for source in sources if source[0] != DATE})
	# One docname may be that of documents of two kinds; and MariaDB finds names whatever their case
	return [row for row in rows if row.source in sources]


def get_rows_of_documents(sources: set[Source]) -> list[frappe._dict]:
	if not sources:
		return []
	query, _visit, purpose = query_visited_rows(for_update=True)
	rows = (
		query.select(purpose.prevdoc_doctype, purpose.prevdoc_docname).where(
			purpose.prevdoc_docname.isin(sorted({name for _doctype, name in sources}))
		)
	).run(as_dict=True)
	for row in rows:
		row.source = (row.prevdoc_doctype, row.prevdoc_docname)
	return rows
