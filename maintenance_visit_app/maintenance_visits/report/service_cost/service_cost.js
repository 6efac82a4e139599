frappe.query_reports["Service Cost"] = {
	filters: [
		{
			fieldname: "company",
			label: __("Company"),
			fieldtype: "Link",
			options: "Company",
			default: frappe.defaults.get_user_default("Company"),
			reqd: 1,
		},
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
			fieldname: "group_by",
			label: __("Group By"),
			fieldtype: "Select",
			options: [
				{ value: "Customer", label: __("Customer") },
				{ value: "Item", label: __("Item") },
				{ value: "Customer and Item", label: __("Customer and Item") },
			],
			default: "Customer",
			reqd: 1,
		},
		{ fieldname: "customer", label: __("Customer"), fieldtype: "Link", options: "Customer" },
		{
			fieldname: "customer_group",
			label: __("Customer Group"),
			fieldtype: "Link",
			options: "Customer Group",
		},
		{ fieldname: "territory", label: __("Territory"), fieldtype: "Link", options: "Territory" },
		{ fieldname: "item_code", label: __("Item"), fieldtype: "Link", options: "Item" },
		{
			fieldname: "maintenance_type",
			label: __("Maintenance Type"),
			fieldtype: "Select",
			options: ["", "Scheduled", "Unscheduled", "Breakdown"],
		},
	],

	// A number of visits leads to the visits themselves.
	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (!data || !value) return shown;
		if (column.fieldname === "visits" && (data.customer || data.item_code)) {
			return `<a href="${frappe.utils.escape_html(this.get_route_to_visits(data))}">${value}</a>`;
		}
		const is_loss = column.fieldname === "margin" && value < 0;
		return is_loss ? `<span class="text-danger">${shown}</span>` : shown;
	},

	get_route_to_visits({ customer, item_code }) {
		const route_options = frappe.query_report.get_filter_values();
		if (customer) route_options.customer = customer;
		if (item_code) route_options.item_code = item_code;
		return frappe.utils.generate_route({
			type: "report",
			name: "Visit Register",
			is_query_report: true,
			route_options,
		});
	},
};
