"""The figures above a report."""

import frappe

from maintenance_visit_app.maintenance_visits.report.columns import DECIMALS


def get_card(
	label: str,
	value: float | None,
	datatype: str,
	indicator: str | None = None,
	precision: int = DECIMALS,
	**values: str,
) -> dict:
	"""Return a figure; one that there is nothing to say of is a dash.

	A Float is returned as text: Desk would show three decimals, which look like thousands.
	"""
	if value is None:
		value, datatype = "–", "Data"
	elif datatype == "Float":
		value = frappe.format_value(value, {"fieldtype": "Float", "precision": precision})
		datatype = "Data"
	return {"label": label, "value": value, "datatype": datatype, "indicator": indicator, **values}
