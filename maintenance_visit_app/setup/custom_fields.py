"""The fields this app adds to ERPNext's DocTypes. Install and uninstall read this table."""

VISIT = {
	"fieldname": "maintenance_visit",
	"fieldtype": "Link",
	"label": "Maintenance Visit",
	"options": "Maintenance Visit",
	"read_only": 1,
	"no_copy": 1,
	"print_hide": 1,
	"search_index": 1,
	"module": "Maintenance Visits",
}

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
	"Sales Invoice Item": [
		{**VISIT, "insert_after": "so_detail"},
		{
			"fieldname": "maintenance_visit_part",
			"fieldtype": "Data",
			"label": "Maintenance Visit Part",
			"insert_after": "maintenance_visit",
			"hidden": 1,
			"read_only": 1,
			"no_copy": 1,
			"print_hide": 1,
			"module": "Maintenance Visits",
			"description": "The part that this line bills; empty where it bills the visit's labour.",
		},
	],
	"Stock Entry": [
		{**VISIT, "insert_after": "purpose"},
		{
			"fieldname": "issued_by_visit",
			"fieldtype": "Check",
			"label": "Issued by Its Visit",
			"insert_after": "maintenance_visit",
			"depends_on": "issued_by_visit",
			"read_only": 1,
			"no_copy": 1,
			"print_hide": 1,
			"module": "Maintenance Visits",
			"description": "Made by the visit's submit: who may cancel the visit takes it back.",
		},
	],
	"Timesheet": [{**VISIT, "insert_after": "customer"}],
}
