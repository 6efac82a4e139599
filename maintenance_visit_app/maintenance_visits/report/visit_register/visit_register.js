frappe.query_reports["Visit Register"] = {
	filters: maintenance_visit_app.report.get_filters([
		"from_date",
		"to_date",
		"company",
		"customer",
		"customer_group",
		"territory",
		"technician",
		"maintenance_type",
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "Select",
			options: [
				"Submitted",
				"Draft",
				"Planned",
				"Overdue",
				"In Progress",
				{ value: "All but Cancelled", label: __("All but Cancelled") },
			],
			default: "Submitted",
		},
		{
			fieldname: "completion_status",
			label: __("Completion Status"),
			fieldtype: "Select",
			options: ["", "Partially Completed", "Fully Completed"],
		},
		{
			fieldname: "billing_status",
			label: __("Billing Status"),
			fieldtype: "Select",
			options: ["", "Not Billable", "To Bill", "Partly Billed", "Billed"],
		},
		"item_code",
		"serial_no",
	]),

	formatter(value, row, column, data, default_formatter) {
		// Frappe draws empty stars where nobody rated
		if (column.fieldname === "rating" && !value) return "";
		return maintenance_visit_app.report.format(value, row, column, data, default_formatter);
	},
};
