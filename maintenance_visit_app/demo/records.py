"""How a record of the demo company is made, where it isn't there yet."""

import frappe


def get_root(doctype: str) -> str:
	return frappe.db.get_value(doctype, {"is_group": 1}, order_by="lft")


def make_node(doctype: str, name: str, parent: str, **values) -> str:
	slug = frappe.scrub(doctype)
	return make(doctype, name, **{f"{slug}_name": name, f"parent_{slug}": parent, **values})


def make(doctype: str, name: str, **values) -> str:
	return frappe.db.exists(doctype, name) or insert(doctype, **values)


def insert(doctype: str, **values) -> str:
	return frappe.get_doc({"doctype": doctype, **values}).insert().name
