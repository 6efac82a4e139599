"""The columns of *Service Cost*."""

from frappe import _

from maintenance_visit_app.maintenance_visits.report.columns import get_column


def get_columns(group_fields: tuple[str, ...], rows: list[dict]) -> list[dict]:
	return [
		*(column for fieldname in group_fields for column in get_group_columns(fieldname, rows)),
		get_visits_column(group_fields),
		get_column("hours", _("Hours"), "Float", 85),
		money("labour_cost", _("Labour Cost"), 165),
		money("parts_cost", _("Parts Cost")),
		money("total_cost", _("Total Cost")),
		money("billed", _("Billed")),
		money("margin", _("Margin")),
		get_column("warranty_hours", _("Hours under Warranty"), "Float", 175),
		money("warranty_cost", _("Cost under Warranty"), 165),
		get_column("contract_hours", _("Hours under Contract"), "Float", 175),
		money("contract_cost", _("Cost under Contract"), 165),
		{**get_column("currency", _("Currency"), "Link", 80, "Currency"), "hidden": 1},
	]


def get_group_columns(fieldname: str, rows: list[dict]) -> list[dict]:
	"""Leave out names where they only repeat what the records are called."""
	label, doctype, name_field, name_label = {
		"customer": (_("Customer"), "Customer", "customer_name", _("Customer Name")),
		"item_code": (_("Item Code"), "Item", "item_name", _("Item Name")),
	}[fieldname]
	columns = [get_column(fieldname, label, "Link", 170, doctype)]
	if any(row[name_field] != row[fieldname] for row in rows):
		columns.append(get_column(name_field, name_label, "Data", 190))
	return columns


def get_visits_column(group_fields: tuple[str, ...]) -> dict:
	"""A visit to several items would be added up several times: Frappe's export totals no Data, Desk what it may."""
	column = get_column("visits", _("Visits"), "Int", 70)
	if "item_code" in group_fields:
		return {**column, "fieldtype": "Data", "align": "right", "disable_total": 1}
	return column


def money(fieldname: str, label: str, width: int = 140) -> dict:
	return get_column(fieldname, label, "Currency", width, "currency")
