"""How a record of the demo company is made, where it isn't there yet."""

import frappe


def get_root(doctype: str) -> str:
	return frappe.db.get_value(doctype, {"is_group": 1}, order_by="lft asc")


def make_node(doctype: str, name: str, parent: str, **values) -> str:
	slug = frappe.scrub(doctype)
	return make(doctype, name, **{f"{slug}_name": name, f"parent_{slug}": parent, **values})


def make_price(item_code: str, rate: float, price_list: str) -> None:
	"""Let an item have a price in its stock unit."""
	uom = frappe.get_cached_value("Item", item_code, "stock_uom")
	price = {"item_code": item_code, "price_list": price_list, "uom": uom}
	if not frappe.db.exists("Item Price", price):
		insert("Item Price", price_list_rate=rate, **price)


def make(doctype: str, name: str, **values) -> str:
	return frappe.db.exists(doctype, name) or insert(doctype, **values)


def insert(doctype: str, **values) -> str:
	return frappe.get_doc({"doctype": doctype, **values}).insert().name
