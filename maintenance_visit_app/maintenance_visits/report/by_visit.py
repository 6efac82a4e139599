"""The rows of a period's submitted visits, and what else is summed up in SQL for each of those visits."""

from collections import namedtuple
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter, itemgetter

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
	they are of these alone. One statement: many tuples cost half of as many dicts.
	"""
	conditions = {} if visits is None else {"name": ("in", visits)}
	fields = ["name", *visit_fields, *(f"purposes.{field}" for field in (*row_fields, "idx"))]
	make_row = namedtuple("Row", ("name", *visit_fields, *row_fields))._make
	found = get_submitted_visits(filters, fields, True, **conditions)
	# A visit of former times may have no row, and so no number of one
	return [
		make_row(values)
		for _name, rows in groupby(found, key=itemgetter(0))
		for *values, idx in sorted(rows, key=itemgetter(-1))
		if idx
	]


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
