"""The columns of *Service Cost*."""

from frappe import _


def get_columns(group_fields: tuple[str, ...], rows: list[dict]) -> list[dict]:
	return [
		*(column for fieldname in group_fields for column in get_group_columns(fieldname, rows)),
		get_visits_column(group_fields),
		hours("hours", _("Hours"), 85),
		money("labour_cost", _("Labour Cost")),
		money("parts_cost", _("Parts Cost")),
		money("total_cost", _("Total Cost")),
		money("billed", _("Billed")),
		money("margin", _("Margin")),
		hours("warranty_hours", _("Hours under Warranty")),
		money("warranty_cost", _("Cost under Warranty"), 165),
		hours("contract_hours", _("Hours under Contract")),
		money("contract_cost", _("Cost under Contract"), 165),
		{**link("currency", _("Currency"), "Currency"), "hidden": 1},
	]


def get_group_columns(fieldname: str, rows: list[dict]) -> list[dict]:
	"""Leave out names where they only repeat what the records are called."""
	label, doctype, name_field, name_label = {
		"customer": (_("Customer"), "Customer", "customer_name", _("Customer Name")),
		"item_code": (_("Item Code"), "Item", "item_name", _("Item Name")),
	}[fieldname]
	columns = [link(fieldname, label, doctype)]
	if any(row[name_field] != row[fieldname] for row in rows):
		columns.append({"fieldname": name_field, "label": name_label, "fieldtype": "Data", "width": 190})
	return columns


def get_visits_column(group_fields: tuple[str, ...]) -> dict:
	"""A visit to several items would be added up several times: Frappe's export totals no Data, Desk what it may."""
	column = {"fieldname": "visits", "label": _("Visits"), "fieldtype": "Int", "width": 70}
	if "item_code" in group_fields:
		return {**column, "fieldtype": "Data", "align": "right", "disable_total": 1}
	return column


def link(fieldname: str, label: str, doctype: str) -> dict:
	return {"fieldname": fieldname, "label": label, "fieldtype": "Link", "options": doctype, "width": 170}


def hours(fieldname: str, label: str, width: int = 175) -> dict:
	return {"fieldname": fieldname, "label": label, "fieldtype": "Float", "precision": 2, "width": width}


def money(fieldname: str, label: str, width: int = 125) -> dict:
	return {
		"fieldname": fieldname,
		"label": label,
		"fieldtype": "Currency",
		"options": "currency",
		"width": width,
	}
