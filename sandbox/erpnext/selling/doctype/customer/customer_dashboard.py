from frappe import _


def get_data() -> dict:
	return {
		"fieldname": "customer",
		"transactions": [
			{"label": _("Orders"), "items": ["Sales Order"]},
			{"label": _("Support"), "items": ["Maintenance Visit", "Warranty Claim"]},
		],
	}
