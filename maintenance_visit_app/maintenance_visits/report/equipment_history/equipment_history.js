frappe.query_reports["Equipment History"] = {
	filters: [
		{
			fieldname: "from_date",
			label: __("From Date"),
			fieldtype: "Date",
			default: frappe.datetime.add_days(frappe.datetime.add_months(frappe.datetime.get_today(), -12), 1),
			reqd: 1,
		},
		{
			fieldname: "to_date",
			label: __("To Date"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{ fieldname: "serial_no", label: __("Serial No"), fieldtype: "Link", options: "Serial No" },
		{ fieldname: "item_code", label: __("Item"), fieldtype: "Link", options: "Item" },
		{ fieldname: "customer", label: __("Customer"), fieldtype: "Link", options: "Customer" },
		{ fieldname: "territory", label: __("Territory"), fieldtype: "Link", options: "Territory" },
		{ fieldname: "company", label: __("Company"), fieldtype: "Link", options: "Company" },
	],

	// A serial number leads to its visits in this report, a number of visits to the visits themselves.
	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (!data || !value) return shown;
		if (column.fieldname === "serial_no") return this.link("Equipment History", data, value);
		if (column.fieldname === "visits") return this.link("Visit Register", data, value);
		return column.fieldname === "breakdowns" ? `<span class="text-danger">${shown}</span>` : shown;
	},

	link(name, { serial_no, customer, item_code }, text) {
		const { from_date, to_date, company } = frappe.query_report.get_filter_values();
		const route_options = { from_date, to_date };
		const row = serial_no ? { company, serial_no } : { company, customer, item_code };
		for (const [fieldname, value] of Object.entries(row)) if (value) route_options[fieldname] = value;
		const route = frappe.utils.generate_route({ type: "report", is_query_report: true, name, route_options });
		return `<a href="${frappe.utils.escape_html(route)}">${frappe.utils.escape_html(String(text))}</a>`;
	},
};
