"""The parts that visits used, in stock units."""

from operator import itemgetter

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Sum

from maintenance_visit_app.maintenance_visits.report.by_visit import in_period
from maintenance_visit_app.maintenance_visits.shares import get_shares

MOST_PARTS = 3
QTY_DECIMALS = 3


def get_parts(filters: dict, visits: list[str] | None = None) -> dict[str, list[tuple[str, float]]]:
	"""Return {visit: [(item, quantity)]}, also of visits that the user may not read: take what that user may.

	With `visits` of these alone.
	"""
	visit, part = DocType("Maintenance Visit"), DocType("Maintenance Visit Part")
	query = (
		frappe.qb.from_(visit)
		.join(part)
		.on((part.parent == visit.name) & (part.parenttype == "Maintenance Visit"))
		.select(visit.name, part.item_code, Sum(part.stock_qty))
		.groupby(visit.name, part.item_code)
	)
	parts = {}
	for name, item_code, qty in in_period(query, filters, visits).run():
		parts.setdefault(name, []).append((item_code, qty))
	return parts


def share_parts(parts: list[tuple[str, float]], count: int) -> list[list[tuple[str, float]]]:
	"""Return what each of `count` rows has of a visit's parts."""
	if count == 1:
		return [parts]
	shares = [[] for _row in range(count)]
	for item_code, qty in parts:
		for row, share in zip(shares, get_shares(qty, count, QTY_DECIMALS), strict=True):
			row.append((item_code, share))
	return shares


def format_parts(parts: dict[str, float], most: int | None = MOST_PARTS) -> str:
	"""Return the parts used most, as text that is the same in every language."""
	used = sorted(parts.items(), key=itemgetter(1), reverse=True)[:most] if len(parts) > 1 else parts.items()
	return ", ".join(f"{round(qty, QTY_DECIMALS):g} × {item_code}" for item_code, qty in used)
