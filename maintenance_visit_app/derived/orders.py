"""How far the maintenance of orders has come, by what their submitted visits say."""

from collections.abc import Iterable

import frappe
from frappe.query_builder import DocType

from maintenance_visit_app.derived.visited_rows import is_completing, is_worked, query_visited_rows
from maintenance_visit_app.records import set_statuses

NOT_VISITED, PARTLY, FULLY = "Not Visited", "Partly Serviced", "Fully Serviced"


def update_maintenance_status(sales_orders: Iterable[str]) -> None:
	"""Derive the orders' Maintenance Status from all submitted visits, in at most five statements."""
	if not sales_orders:
		return
	statuses = get_maintenance_status(sales_orders, for_update=True)
	set_statuses("Sales Order", "maintenance_status", statuses)


def get_maintenance_status(sales_orders: Iterable[str], for_update: bool = False) -> dict[str, str]:
	"""Return {order: status} of those orders that are of type Maintenance."""
	if not sales_orders:
		return {}
	lines, rows = {}, {}
	for line in get_lines(sales_orders, for_update):
		lines.setdefault(line.parent, []).append(line)
	for row in get_visited_rows(sales_orders, for_update):
		rows.setdefault(row.sales_order, []).append(row)
	return {order: get_status(lines[order], rows.get(order, [])) for order in lines}


def get_status(lines: list[dict], visited_rows: list[dict]) -> str:
	if not any(map(is_worked, visited_rows)):
		return NOT_VISITED
	return PARTLY if get_open_lines(lines, filter(is_completing, visited_rows)) else FULLY


def get_open_lines(lines: Iterable[dict], completing_rows: Iterable[dict]) -> list[dict]:
	"""Return the order lines that no row has fully completed.

	Rows of visits made before this app know their order only: they complete its lines of their item.
	"""
	completing_rows = list(completing_rows)
	done = {row.line for row in completing_rows if row.line}
	done_items = {row.item_code for row in completing_rows if not row.line}
	return [line for line in lines if line.name not in done and line.item_code not in done_items]


def get_completing_rows(sales_orders: Iterable[str], for_update: bool = False) -> list[dict]:
	"""Return the rows of submitted visits that fully completed a line of these orders."""
	return list(filter(is_completing, get_visited_rows(sales_orders, for_update)))


def get_visited_rows(sales_orders: Iterable[str], for_update: bool = False) -> list[dict]:
	query, _, purpose = query_visited_rows(for_update)
	return (
		query.select(
			purpose.prevdoc_docname.as_("sales_order"),
			purpose.prevdoc_detail_docname.as_("line"),
			purpose.item_code,
		)
		.where(purpose.prevdoc_docname.isin(list(sales_orders)))
		.where(purpose.prevdoc_doctype == "Sales Order")
	).run(as_dict=True)


def get_lines(sales_orders: Iterable[str], for_update: bool = False) -> list[dict]:
	order, line = DocType("Sales Order"), DocType("Sales Order Item")
	query = (
		frappe.qb.from_(line)
		.join(order)
		.on(order.name == line.parent)
		.select(line.name, line.parent, line.item_code)
		.where(line.parent.isin(list(sales_orders)) & (order.order_type == "Maintenance"))
	)
	return (query.for_update() if for_update else query).run(as_dict=True)
