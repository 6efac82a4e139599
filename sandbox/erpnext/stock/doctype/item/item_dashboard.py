from frappe import _


def get_data() -> dict:
	return {
		"fieldname": "item_code",
		"non_standard_fieldnames": {"Batch": "item"},
		"transactions": [
			{"label": _("Sell"), "items": ["Sales Order", "Sales Invoice"]},
			{"label": _("Traceability"), "items": ["Serial No", "Batch"]},
			{"label": _("Stock Movement"), "items": ["Stock Entry"]},
		],
	}
