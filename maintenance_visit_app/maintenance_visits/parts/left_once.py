"""A part leaves the stock once: by its visit's Stock Entry, by an invoice with Update Stock, or by a note that delivers it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, flt, get_link_to_form

from maintenance_visit_app.derived.stock_entries import get_taken_out, get_used_qty
from maintenance_visit_app.maintenance_visits.parts.errors import AlreadyIssuedError

ENOUGH_DECIMALS = 6

# {(visit, item): quantity in the stock unit}
Quantities = dict[tuple[str, str], float]


class Leaving(NamedTuple):
	"""A row that takes so much, in the stock unit, of what a visit used out of stock."""

	row: Document
	visit: str
	qty: float


def validate_left_once(document: Document, leaving: list[Leaving]) -> None:
	"""Throw AlreadyIssuedError where another document took out what these rows are to take. Lock the visits before."""
	if not leaving:
		return
	taken_out = [
		taken
		for taken in get_taken_out({each.visit for each in leaving})
		if (taken.doctype, taken.document) != (document.doctype, document.name)
	]
	if not taken_out:
		return
	left = get_left(taken_out)
	places = {(taken.visit, taken.item_code): taken for taken in taken_out}
	for row, visit, qty in leaving:
		key = (visit, row.item_code)
		if key in places and not take(left, key, qty):
			throw_left_twice(row, places[key], left[key] + qty)


def get_left(taken_out: Iterable[frappe._dict]) -> Quantities:
	"""Return what visits used and nothing has taken out yet: the same item may be used more than once."""
	left = defaultdict(float, get_used_qty({taken.visit for taken in taken_out}))
	for taken in taken_out:
		left[taken.visit, taken.item_code] -= flt(taken.stock_qty)
	return left


def take(left: Quantities, key: tuple[str, str], qty: float) -> bool:
	"""Take a quantity off what is left, and tell whether there was so much."""
	left[key] = flt(left[key] - flt(qty), ENOUGH_DECIMALS)
	return left[key] >= 0


def throw_left_twice(row: Document, taken: frappe._dict, left: float) -> None:
	frappe.throw(
		_(
			"Row #{0}: {1} of Maintenance Visit {2} goes out of stock by {3} {4}, so {5} is left to take out here. In an invoice, uncheck Update Stock; else delete the row, or cancel {4} first."
		).format(
			row.idx,
			frappe.bold(escape_html(row.item_name or row.item_code)),
			get_link_to_form("Maintenance Visit", taken.visit),
			_(taken.doctype),
			get_link_to_form(taken.doctype, taken.document),
			f"{max(flt(left), 0):g}",
		),
		AlreadyIssuedError,
		title=_("Parts Are Issued Already"),
	)
