frappe.query_reports["Technician Performance"] = {
	filters: [
		{
			fieldname: "from_date",
			label: __("From Date"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -3),
			reqd: 1,
		},
		{
			fieldname: "to_date",
			label: __("To Date"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{
			fieldname: "technician",
			label: __("Technician"),
			fieldtype: "Link",
			options: "Sales Person",
		},
		{ fieldname: "company", label: __("Company"), fieldtype: "Link", options: "Company" },
		{ fieldname: "customer", label: __("Customer"), fieldtype: "Link", options: "Customer" },
		{
			fieldname: "customer_group",
			label: __("Customer Group"),
			fieldtype: "Link",
			options: "Customer Group",
		},
		{ fieldname: "territory", label: __("Territory"), fieldtype: "Link", options: "Territory" },
		{
			fieldname: "maintenance_type",
			label: __("Maintenance Type"),
			fieldtype: "Select",
			options: ["", "Scheduled", "Unscheduled", "Breakdown"],
		},
	],

	formatter(value, row, column, data, default_formatter) {
		if (column.fieldname === "rating" && !value) return "";
		const shown = default_formatter(value, row, column, data);
		if (column.fieldname !== "visits" || !value) return shown;
		const route = frappe.utils.generate_route({
			type: "report",
			name: "Visit Register",
			is_query_report: true,
			route_options: {
				...frappe.query_report.get_filter_values(),
				technician: data.technician,
				status: "Submitted",
			},
		});
		return `<a href="${route}">${shown}</a>`;
	},
};
