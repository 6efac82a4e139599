app_name = "erpnext"
app_title = "ERPNext"
app_publisher = "Maintenance Visit App contributors"
app_description = "A stand-in for ERPNext: the DocTypes that maintenance visits touch"
app_email = "maintenance-visit-app@example.com"
app_license = "gpl-3.0"

add_to_apps_screen = [
	{
		"name": app_name,
		"logo": "/assets/erpnext/images/erpnext-logo.svg",
		"title": app_title,
		"route": "/desk",
		"has_permission": "erpnext.check_app_permission",
	}
]

app_include_js = "/assets/erpnext/js/erpnext.js"

after_install = "erpnext.setup.install.after_install"
# Sites made with an earlier stand-in get what it has learnt since
after_migrate = "erpnext.setup.install.after_install"

scheduler_events = {"daily": ["erpnext.stock.doctype.serial_no.serial_no.update_maintenance_status"]}

treeviews = ["Customer Group", "Item Group", "Sales Person", "Territory", "Warehouse"]

global_search_doctypes = {
	"Default": [
		{"doctype": "Customer", "index": 0},
		{"doctype": "Item", "index": 2},
		{"doctype": "Warehouse", "index": 3},
		{"doctype": "Employee", "index": 5},
		{"doctype": "Sales Order", "index": 8},
		{"doctype": "Serial No", "index": 33},
		{"doctype": "Maintenance Schedule", "index": 45},
		{"doctype": "Maintenance Visit", "index": 46},
		{"doctype": "Warranty Claim", "index": 47},
	],
}

export_python_type_annotations = True
require_type_annotated_api_methods = True
