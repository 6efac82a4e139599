"""The rows of a period's submitted visits, and what else is summed up in SQL for each of those visits."""

from collections import namedtuple
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

import frappe
from frappe.query_builder import DocType

from maintenance_visit_app.maintenance_visits.report.visits import (
	HEADER_FILTERS,
	TREES,
	get_submitted_visits,
)


def get_rows(
	filters: dict, visit_fields: Iterable[str], row_fields: Iterable[str], visits: list[str] | None = None
) -> list[tuple]:
	"""Return the rows of the submitted visits that the filters ask for and that the user may read.

	Each is a named tuple of the visit's `name` and of these fields, in the order of date, visit and row. With `visits`
	they are of these alone. Which are the user's is asked for first: many tuples cost half of as many dicts.
	"""
	conditions = {} if visits is None else {"name": ("in", visits)}
	readable = {visit.name for visit in get_submitted_visits(filters, ["name"], **conditions)}
	visit, row = DocType("Maintenance Visit"), DocType("Maintenance Visit Purpose")
	query = (
		frappe.qb.from_(visit)
		.join(row)
		.on((row.parent == visit.name) & (row.parenttype == "Maintenance Visit"))
		.select(visit.name, *(visit[field] for field in visit_fields), *(row[field] for field in row_fields))
		.orderby(visit.mntc_date, visit.name, row.idx)
	)
	make_row = namedtuple("Row", ("name", *visit_fields, *row_fields))._make
	found = in_period(query, filters, visits).run()
	return [row for row in map(make_row, found) if row.name in readable]


def in_period(query, filters: dict, visits: list[str] | None = None):
	"""Restrict a query that has Maintenance Visit to the submitted visits that the filters ask for.

	It asks neither which of them the user may read nor what is below a group: of the result take what belongs to
	get_rows.
	"""
	visit = DocType("Maintenance Visit")
	query = query.where((visit.docstatus == 1) & visit.mntc_date[filters.from_date : filters.to_date])
	for fieldname in set(HEADER_FILTERS) - set(TREES):
		if filters.get(fieldname):
			query = query.where(visit[fieldname] == filters[fieldname])
	return query if visits is None else query.where(visit.name.isin(visits or [""]))


def group_by_visit(rows: Iterable[tuple]) -> Iterator[list[tuple]]:
	"""Yield the rows of one visit after the other."""
	for _name, group in groupby(rows, key=attrgetter("name")):
		yield list(group)
