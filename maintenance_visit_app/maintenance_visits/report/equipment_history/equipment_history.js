frappe.query_reports["Equipment History"] = {
	filters: maintenance_visit_app.report.get_filters([
		{
			fieldname: "from_date",
			default: frappe.datetime.add_days(frappe.datetime.add_months(frappe.datetime.get_today(), -12), 1),
		},
		"to_date",
		"serial_no",
		"item_code",
		"customer",
		"territory",
		"company",
	]),

	// A serial number leads to its visits in this report, a number of visits to the visits themselves.
	formatter(value, row, column, data, default_formatter) {
		const shown = maintenance_visit_app.report.format(value, row, column, data, default_formatter);
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
		const html = frappe.utils.escape_html(String(text));
		return maintenance_visit_app.report.link(name, route_options, html);
	},
};
