"""The fields this app adds to ERPNext's DocTypes. Install and uninstall read this table."""

CUSTOM_FIELDS = {
	"Sales Order": [
		{
			"fieldname": "maintenance_status",
			"fieldtype": "Select",
			"label": "Maintenance Status",
			"options": "\nNot Visited\nPartly Serviced\nFully Serviced",
			"insert_after": "order_type",
			"depends_on": "eval:doc.order_type == 'Maintenance'",
			"read_only": 1,
			"no_copy": 1,
			"allow_on_submit": 1,
			"in_standard_filter": 1,
			"print_hide": 1,
			"module": "Maintenance Visits",
			"description": "How far its maintenance has come, told by its submitted visits.",
		},
	],
}
