frappe.query_reports["Visit Register"] = {
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
			fieldname: "technician",
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
		{ fieldname: "item_code", label: __("Item Code"), fieldtype: "Link", options: "Item" },
		{ fieldname: "serial_no", label: __("Serial No"), fieldtype: "Link", options: "Serial No" },
	],

	formatter(value, row, column, data, default_formatter) {
		// Frappe draws empty stars where nobody rated
		const is_unrated = column.fieldname === "rating" && !value;
		return is_unrated ? "" : default_formatter(value, row, column, data);
	},
};
