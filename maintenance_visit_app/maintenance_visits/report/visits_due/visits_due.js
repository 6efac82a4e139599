frappe.query_reports["Visits Due"] = {
	filters: [
		{
			fieldname: "until",
			label: __("Until"),
			fieldtype: "Date",
			default: frappe.datetime.add_days(frappe.datetime.get_today(), 30),
			reqd: 1,
		},
		{ fieldname: "company", label: __("Company"), fieldtype: "Link", options: "Company" },
		{ fieldname: "customer", label: __("Customer"), fieldtype: "Link", options: "Customer" },
		{
			fieldname: "sales_person",
			label: __("Technician"),
			fieldtype: "Link",
			options: "Sales Person",
		},
		{
			fieldname: "maintenance_type",
			label: __("Maintenance Type"),
			fieldtype: "Select",
			options: ["", "Scheduled", "Unscheduled", "Breakdown"],
		},
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
	],

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (column.fieldname === "status" && value) {
			return `<span class="indicator-pill ${data.color}">${shown}</span>`;
		}
		const is_late = column.fieldname === "days_overdue" && data?.days_overdue > 0;
		return is_late ? `<span class="text-danger">${shown}</span>` : shown;
	},
};
