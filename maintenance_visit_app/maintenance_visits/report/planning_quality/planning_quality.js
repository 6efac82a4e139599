frappe.query_reports["Planning Quality"] = {
	filters: maintenance_visit_app.report.get_filters([
		"from_date",
		"to_date",
		"technician",
		"company",
		"customer",
		"customer_group",
		"territory",
		"maintenance_type",
	]),

	formatter: (...cell) => maintenance_visit_app.report.format(...cell),
};
