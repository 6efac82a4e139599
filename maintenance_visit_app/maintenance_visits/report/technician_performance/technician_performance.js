frappe.query_reports["Technician Performance"] = {
	filters: maintenance_visit_app.report.get_filters(maintenance_visit_app.report.OF_TECHNICIANS),

	formatter(value, row, column, data, default_formatter) {
		if (column.fieldname === "rating" && !value) return "";
		const shown = maintenance_visit_app.report.format(value, row, column, data, default_formatter);
		if (column.fieldname !== "visits" || !value || !data) return shown;
		const { technician } = data;
		const filters = { ...frappe.query_report.get_filter_values(), technician, status: "Submitted" };
		return maintenance_visit_app.report.link("Visit Register", filters, shown);
	},
};
