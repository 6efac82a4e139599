"""What an item costs."""

import frappe
from frappe.query_builder import Order
from frappe.query_builder.functions import IfNull
from frappe.utils import flt, today


def get_price_list_rate_for(ctx: dict, item_code: str) -> float | None:
	"""Return the rate of an item in the price list `ctx.price_list`, in its currency; None without a price.

	`ctx` also takes `uom`, `stock_uom`, `conversion_factor`, `customer` and `transaction_date`. A price for the
	customer goes before one for all, and one for the unit before one for the stock unit.
	"""
	for uom in dict.fromkeys((ctx.get("uom"), ctx.get("stock_uom"))):
		found = get_item_price({**ctx, "uom": uom}, item_code)
		if found:
			factor = 1 if uom == ctx.get("uom") else flt(ctx.get("conversion_factor", 1))
			return flt(found[0].price_list_rate) * factor
	return None


def get_item_price(pctx: dict, item_code: str) -> list[dict]:
	"""Return name, price_list_rate and uom of the Item Price that holds, in a list; empty without one."""
	price = frappe.qb.DocType("Item Price")
	date = pctx.get("transaction_date") or today()
	return (
		frappe.qb.from_(price)
		.select(price.name, price.price_list_rate, price.uom)
		.where((price.item_code == item_code) & (price.price_list == pctx.get("price_list")))
		.where(price.uom == pctx.get("uom"))
		.where(IfNull(price.customer, "").isin(["", pctx.get("customer") or ""]))
		.where(IfNull(price.valid_from, "2000-01-01") <= date)
		.where(IfNull(price.valid_upto, "2500-12-31") >= date)
		.orderby(IfNull(price.customer, ""), order=Order.desc)
		.orderby(price.valid_from, order=Order.desc)
		.limit(1)
		.run(as_dict=True)
	)
