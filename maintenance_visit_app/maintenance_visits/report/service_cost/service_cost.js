frappe.query_reports["Service Cost"] = {
	filters: maintenance_visit_app.report.get_filters([
		{ fieldname: "company", default: frappe.defaults.get_user_default("Company"), reqd: 1 },
		"from_date",
		"to_date",
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
		"customer",
		"customer_group",
		"territory",
		"item_code",
		"maintenance_type",
	]),

	// A number of visits leads to the visits themselves.
	formatter(value, row, column, data, default_formatter) {
		const shown = maintenance_visit_app.report.format(value, row, column, data, default_formatter);
		if (!data || !value) return shown;
		if (column.fieldname === "visits" && (data.customer || data.item_code)) {
			return maintenance_visit_app.report.link("Visit Register", this.get_filters_of(data), shown);
		}
		const is_loss = column.fieldname === "margin" && value < 0;
		return is_loss ? `<span class="text-danger">${shown}</span>` : shown;
	},

	get_filters_of({ customer, item_code }) {
		const filters = frappe.query_report.get_filter_values();
		if (customer) filters.customer = customer;
		if (item_code) filters.item_code = item_code;
		return filters;
	},
};
