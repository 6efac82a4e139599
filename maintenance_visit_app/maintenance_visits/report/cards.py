"""The figures above a report."""

import frappe

from maintenance_visit_app.maintenance_visits.report.columns import DECIMALS, DECIMALS_OF_PERCENT


def get_card(
	label: str,
	value: float | None,
	datatype: str,
	indicator: str | None = None,
	precision: int = DECIMALS,
	**values: str,
) -> dict:
	"""Return a figure; one that there is nothing to say of is a dash.

	A Float and a Percent are returned as text: Desk would show three decimals, which look like thousands.
	"""
	if value is None:
		value, datatype = "–", "Data"
	elif datatype == "Float":
		value, datatype = format_number(value, precision), "Data"
	elif datatype == "Percent":
		value, datatype = f"{format_number(value, DECIMALS_OF_PERCENT)}%", "Data"
	return {"label": label, "value": value, "datatype": datatype, "indicator": indicator, **values}


def format_number(value: float, precision: int) -> str:
	return frappe.format_value(value, {"fieldtype": "Float", "precision": precision})
