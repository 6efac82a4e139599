frappe.query_reports["Planning Quality"] = {
	filters: maintenance_visit_app.report.get_filters(maintenance_visit_app.report.OF_TECHNICIANS),

	formatter: (...cell) => maintenance_visit_app.report.format(...cell),
};
