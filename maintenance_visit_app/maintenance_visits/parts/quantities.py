"""How much of a part is used, in its own unit and in the item's stock unit."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import cint, escape_html, flt

from maintenance_visit_app.maintenance_visits.parts.errors import throw_part
from maintenance_visit_app.records import get_master_data

# As far from a whole number as a quantity may be by the computer's rounding; ERPNext's own
TOLERANCE = 0.0000001
# Less than a database's column holds
MOST = 1_000_000_000


def set_quantities(rows: list[Document], items: dict[str, frappe._dict]) -> None:
	"""Fill in unit, conversion factor and stock quantity; throw PartError where a quantity can't be."""
	for row in rows:
		validate_positive(row)
		row.stock_uom = items[row.item_code].stock_uom
		row.uom = row.uom or row.stock_uom
	factors = get_conversion_factors(rows, items)
	units = get_master_data(
		"UOM",
		{row.uom for row in rows} | {row.stock_uom for row in rows},
		["must_be_whole_number", "enabled"],
	)
	for row in rows:
		validate_unit(row, units[row.uom], factors)
		row.conversion_factor = factors[row.item_code, row.uom]
		row.stock_qty = flt(flt(row.qty) * row.conversion_factor, row.precision("stock_qty"))
		if not row.stock_qty < MOST:
			throw_quantity(row, row.qty)
		validate_whole(row, units)


def validate_positive(row: Document) -> None:
	if not 0 < flt(row.qty, row.precision("qty")) < MOST:
		throw_quantity(row, row.qty)


def throw_quantity(row: Document, qty: object) -> NoReturn:
	throw_part(
		row,
		_("The quantity of Item {0} is {1}. Enter a quantity above zero, or delete the row.").format(
			frappe.bold(row.item_code), escape_html(str(qty))
		),
	)


def validate_unit(row: Document, unit: frappe._dict, factors: dict[tuple[str, str], float]) -> None:
	if not unit.enabled:
		throw_part(row, _("UOM {0} is disabled. Choose another one.").format(frappe.bold(row.uom)))
	if not factors.get((row.item_code, row.uom)):
		throw_part(
			row,
			_(
				"Nothing says how many {0} of Item {1} one {2} is. Choose {0}, or add {2} to the item's Units of Measure."
			).format(frappe.bold(row.stock_uom), frappe.bold(row.item_code), frappe.bold(row.uom)),
		)


def validate_whole(row: Document, units: dict[str, frappe._dict]) -> None:
	"""The rule is ERPNext's validate_uom_is_integer; its message names no table, and tells a technician to change the UOM."""
	for qty, uom in ((flt(row.qty), row.uom), (row.stock_qty, row.stock_uom)):
		if units[uom].must_be_whole_number and abs(qty - cint(qty)) > TOLERANCE:
			throw_part(
				row,
				_("There are only whole {0} of Item {1}, not {2}. Round the quantity.").format(
					frappe.bold(uom), frappe.bold(row.item_code), qty
				),
			)


def get_conversion_factors(
	rows: list[Document], items: dict[str, frappe._dict]
) -> dict[tuple[str, str], float]:
	"""Return {(item, unit): how many of its stock unit}, without those nobody knows, in two statements at most.

	As in ERPNext the item's own table goes before its template's, and both before the factors of all items.
	"""
	factors = {(row.item_code, row.stock_uom): 1.0 for row in rows}
	for get_factors in (get_factors_of_items, get_general_factors):
		wanted = {(row.item_code, row.uom) for row in rows} - factors.keys()
		factors.update(get_factors(wanted, items) if wanted else {})
	return factors


def get_factors_of_items(
	wanted: set[tuple[str, str]], items: dict[str, frappe._dict]
) -> dict[tuple[str, str], float]:
	templates = {items[item].variant_of for item, _uom in wanted} - {None, ""}
	filters = {
		"parenttype": "Item",
		"parent": ("in", {item for item, _uom in wanted} | templates),
		"uom": ("in", {uom for _item, uom in wanted}),
	}
	found = {
		(row.parent, row.uom): row.conversion_factor
		for row in frappe.get_all("UOM Conversion Detail", filters, ["parent", "uom", "conversion_factor"])
	}
	factors = {
		(item, uom): found.get((item, uom)) or found.get((items[item].variant_of, uom))
		for item, uom in wanted
	}
	return {pair: factor for pair, factor in factors.items() if factor}


def get_general_factors(
	wanted: set[tuple[str, str]], items: dict[str, frappe._dict]
) -> dict[tuple[str, str], float]:
	units = {uom for _item, uom in wanted} | {items[item].stock_uom for item, _uom in wanted}
	factor = DocType("UOM Conversion Factor")
	query = (
		frappe.qb.from_(factor)
		.select(factor.from_uom, factor.to_uom, factor.value)
		.where(factor.from_uom.isin(list(units)) | factor.to_uom.isin(list(units)))
	)
	values = {(from_uom, to_uom): value for from_uom, to_uom, value in query.run() if value}
	factors = {(item, uom): convert(values, uom, items[item].stock_uom) for item, uom in wanted}
	return {pair: factor for pair, factor in factors.items() if factor}


def convert(values: dict[tuple[str, str], float], uom: str, stock_uom: str) -> float | None:
	"""Return how many `stock_uom` a `uom` is: as stated, the other way round, or by a unit that states both."""
	if factor := values.get((uom, stock_uom)):
		return factor
	if factor := values.get((stock_uom, uom)):
		return 1 / factor
	for common, to_uom in values:
		if to_uom == stock_uom and (common, uom) in values:
			return values[common, stock_uom] / values[common, uom]
	return None
