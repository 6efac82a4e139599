frappe.query_reports["Visits Due"] = {
	filters: maintenance_visit_app.report.get_filters([
		{
			fieldname: "until",
			label: __("Until"),
			fieldtype: "Date",
			default: frappe.datetime.add_days(frappe.datetime.get_today(), 30),
			reqd: 1,
		},
		"company",
		"customer",
		"sales_person",
		"maintenance_type",
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "Select",
			options: [
				"",
				"Draft",
				"Planned",
				"In Progress",
				"Overdue",
				{ value: "Without a Visit", label: __("Without a Visit") },
			],
		},
	]),

	formatter(value, row, column, data, default_formatter) {
		const shown = maintenance_visit_app.report.format(value, row, column, data, default_formatter);
		if (column.fieldname === "status" && value) {
			return `<span class="indicator-pill ${data.color}">${shown}</span>`;
		}
		const is_late = column.fieldname === "days_overdue" && data?.days_overdue > 0;
		return is_late ? `<span class="text-danger">${shown}</span>` : shown;
	},
};
