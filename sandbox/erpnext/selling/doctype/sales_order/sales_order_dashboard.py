from frappe import _


def get_data() -> dict:
	return {
		"fieldname": "sales_order",
		"non_standard_fieldnames": {"Maintenance Visit": "prevdoc_docname"},
		"transactions": [{"label": _("Fulfillment"), "items": ["Sales Invoice", "Maintenance Visit"]}],
	}
