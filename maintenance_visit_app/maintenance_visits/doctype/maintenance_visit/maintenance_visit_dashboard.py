"""The *Connections* of a visit. What was made from it is in the links of its DocType."""

from frappe import _


def get_data() -> dict:
	return {
		# By which Sales Invoice, Timesheet and Stock Entry name the visit
		"fieldname": "maintenance_visit",
		"internal_links": {
			"Maintenance Schedule": "maintenance_schedule",
			"Serial No": ["purposes", "serial_no"],
		},
		"transactions": [{"label": _("Reference"), "items": ["Maintenance Schedule", "Serial No"]}],
	}
