from maintenance_visit_app import __version__

app_name = "maintenance_visit_app"
app_title = "Maintenance Visits"
app_publisher = "Maintenance Visit App contributors"
app_description = "Maintenance visits for ERPNext: planned, carried out, signed and followed through"
app_email = "maintenance-visit-app@example.com"
app_license = "gpl-3.0"

required_apps = ["frappe/erpnext"]

export_python_type_annotations = True
require_type_annotated_api_methods = True

# The Desk of Frappe 16 and later has workspace_sidebar/ and desktop_icon/ besides

add_to_apps_screen = [
	{
		"name": app_name,
		"logo": "/assets/maintenance_visit_app/images/maintenance-visits.svg",
		"title": app_title,
		"route": "/app/maintenance-visits",
		"has_permission": "maintenance_visit_app.desk.has_app_permission",
	}
]

boot_session = "maintenance_visit_app.desk.translate_app_title"

# Filters of the reports. Servers let browsers keep assets for a year: the version makes them ask for a new one

app_include_js = f"/assets/maintenance_visit_app/js/report_filters.js?v={__version__}"

# Install, migrate, uninstall

before_install = "maintenance_visit_app.setup.install.before_install"
after_install = "maintenance_visit_app.setup.install.after_install"
after_migrate = "maintenance_visit_app.setup.install.after_migrate"
before_uninstall = "maintenance_visit_app.setup.uninstall.before_uninstall"
before_tests = "maintenance_visit_app.tests.before_tests"

# Foreign documents: one file each in overrides/ and public/js/; of our own, the panels of its form

doctype_js = {
	"Address": ["public/js/map.js", "public/js/address.js"],
	"Customer": "public/js/customer.js",
	"Item": "public/js/item.js",
	"Maintenance Schedule": ["public/js/drafts.js", "public/js/maintenance_schedule.js"],
	"Maintenance Visit": [
		"public/js/drafts.js",
		"public/js/maintenance_visit/keyboard.js",
		"public/js/maintenance_visit/panels.js",
		"public/js/maintenance_visit/when.js",
		"public/js/maintenance_visit/places.js",
		"public/js/maintenance_visit/steps.js",
		"public/js/maintenance_visit/completing.js",
		"public/js/maintenance_visit/purposes.js",
		"public/js/maintenance_visit/checklist.js",
		"public/js/maintenance_visit/parts.js",
		"public/js/maintenance_visit/photos.js",
		"public/js/maintenance_visit/kept_changes.js",
		"public/js/dispatch_board/words.js",
		"public/js/dispatch_board/slots.js",
		"public/js/maintenance_visit/find_a_slot.js",
	],
	"Sales Invoice": "public/js/sales_invoice.js",
	"Sales Order": "public/js/sales_order.js",
	"Serial No": "public/js/serial_no.js",
	"Technician Profile": "public/js/map.js",
	"Warranty Claim": "public/js/warranty_claim.js",
}

# Parts of the dispatch board

page_js = {
	"dispatch-board": [
		"public/js/dispatch_board/words.js",
		"public/js/dispatch_board/plans.js",
		"public/js/dispatch_board/cards.js",
		"public/js/dispatch_board/timeline.js",
		"public/js/dispatch_board/lanes.js",
		"public/js/dispatch_board/tray.js",
		"public/js/dispatch_board/dropping.js",
		"public/js/dispatch_board/dragging.js",
		"public/js/dispatch_board/keyboard.js",
		"public/js/dispatch_board/toolbar.js",
		"public/js/dispatch_board/plan_dialog.js",
		"public/js/dispatch_board/slots.js",
		"public/js/dispatch_board/arranging.js",
		"public/js/dispatch_board/day_sheets.js",
		"public/js/map.js",
		"public/js/dispatch_board/day_map.js",
		"public/js/dispatch_board/board.js",
	],
}

# The list as a technician sees it

doctype_list_js = {
	"Maintenance Visit": [
		"public/js/maintenance_visit/when.js",
		"public/js/maintenance_visit/my_visits.js",
		"public/js/maintenance_visit/subscribe.js",
	]
}

extend_bootinfo = [
	"maintenance_visit_app.desk.add_to_bootinfo",
	"maintenance_visit_app.desk.add_sources_to_bootinfo",
]

calendars = ["Maintenance Visit"]

doc_events = {
	"Address": {
		"validate": "maintenance_visit_app.overrides.address.validate",
	},
	"Delivery Note": {
		"validate": "maintenance_visit_app.overrides.delivery_note.validate",
	},
	"DocShare": {
		"on_update": "maintenance_visit_app.overrides.doc_share.on_update",
		"on_trash": "maintenance_visit_app.overrides.doc_share.on_trash",
	},
	"Maintenance Schedule": {
		"before_cancel": "maintenance_visit_app.overrides.maintenance_schedule.before_cancel",
	},
	"Sales Invoice": {
		"validate": "maintenance_visit_app.overrides.sales_invoice.validate",
		"on_submit": "maintenance_visit_app.overrides.sales_invoice.on_submit",
		"on_cancel": "maintenance_visit_app.overrides.sales_invoice.on_cancel",
	},
	"Sales Order": {
		"validate": "maintenance_visit_app.overrides.sales_order.validate",
		"on_update_after_submit": "maintenance_visit_app.overrides.sales_order.on_update_after_submit",
	},
	"Sales Person": {
		"after_rename": "maintenance_visit_app.overrides.sales_person.after_rename",
	},
	"Stock Entry": {
		"validate": "maintenance_visit_app.overrides.stock_entry.validate",
	},
}

override_doctype_dashboards = {
	"Item": "maintenance_visit_app.overrides.dashboards.get_item_dashboard",
	"Serial No": "maintenance_visit_app.overrides.dashboards.get_serial_no_dashboard",
	"Warranty Claim": "maintenance_visit_app.overrides.dashboards.get_warranty_claim_dashboard",
}

override_whitelisted_methods = {
	"erpnext.maintenance.doctype.maintenance_schedule.maintenance_schedule.get_serial_nos_from_schedule": "maintenance_visit_app.overrides.maintenance_schedule.get_serial_nos_from_schedule",
	"erpnext.maintenance.doctype.maintenance_schedule.maintenance_schedule.make_maintenance_visit": "maintenance_visit_app.maintenance_visits.mappers.from_maintenance_schedule.make_maintenance_visit",
	"erpnext.selling.doctype.sales_order.sales_order.make_maintenance_visit": "maintenance_visit_app.maintenance_visits.mappers.from_sales_order.make_maintenance_visit",
	"erpnext.support.doctype.warranty_claim.warranty_claim.make_maintenance_visit": "maintenance_visit_app.maintenance_visits.mappers.from_warranty_claim.make_maintenance_visit",
}

# Headers of the API's answers

after_request = ["maintenance_visit_app.api.answers.after_request"]

# What programs sent: kept for a month, and in nobody's way when a visit or a user is deleted

default_log_clearing_doctypes = {"Visit Operation": 30}
ignore_links_on_delete = ["Visit Operation"]

# What a visit can be made for. Other apps add theirs in the same way: see maintenance_visits/source_kinds.py

maintenance_visit_sources = {
	"Sales Order": {
		"mapper": "maintenance_visit_app.maintenance_visits.mappers.from_sales_order.make_maintenance_visit",
		"maintenance_type": "Scheduled",
		"customer": "customer",
		"company": "company",
		"tell": "maintenance_visit_app.maintenance_visits.telling.tell_orders",
	},
	"Maintenance Schedule": {
		"mapper": "maintenance_visit_app.maintenance_visits.mappers.from_maintenance_schedule.make_maintenance_visit",
		"maintenance_type": "Scheduled",
		"customer": "customer",
		"company": "company",
		"tell": "maintenance_visit_app.maintenance_visits.telling.tell_schedules",
	},
	"Warranty Claim": {
		"mapper": "maintenance_visit_app.maintenance_visits.mappers.from_warranty_claim.make_maintenance_visit",
		"maintenance_type": "Breakdown",
		"customer": "customer",
		"company": "company",
		"coverage": "maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.billing.get_coverage_of_claims",
		"tell": "maintenance_visit_app.maintenance_visits.telling.tell_claims",
	},
}

# The technicians' app, and the page on which the API can be read and tried out

page_renderer = [
	"maintenance_visit_app.technician.page.TechnicianApp",
	"maintenance_visit_app.api.page.DescriptionPage",
]

# Prints

jinja = {
	"methods": [
		"maintenance_visit_app.maintenance_visits.print_format.service_report.service_report.get_service_report",
	],
}

# Jobs

scheduler_events = {
	"all": [
		"maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.announcements.announce_visits",
		"maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.status.set_overdue_visits_of_new_day",
	],
	"daily": [
		"maintenance_visit_app.dispatch.learning.learn_positions",
		"maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.status.set_overdue_visits",
		"maintenance_visit_app.maintenance_visits.check_in_positions.forget_old_positions",
		"maintenance_visit_app.maintenance_visits.planning.planned_visits.generate_planned_visits_daily",
	],
}
