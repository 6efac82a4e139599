const DUE_WORK = "maintenance_visit_app.maintenance_visits.planning.due_work";

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

	onload(report) {
		if (!frappe.model.can_create("Maintenance Visit")) return;
		report.page.add_inner_button(__("Make Visits"), () => make_visits(report));
	},

	get_datatable_options: (options) => ({
		...options,
		checkboxColumn: frappe.model.can_create("Maintenance Visit"),
	}),

	formatter(value, row, column, data, default_formatter) {
		const shown = maintenance_visit_app.report.format(value, row, column, data, default_formatter);
		if (column.fieldname === "status" && value) {
			return `<span class="indicator-pill ${data.color}">${shown}</span>`;
		}
		const is_late = column.fieldname === "days_overdue" && data?.days_overdue > 0;
		return is_late ? `<span class="text-danger">${shown}</span>` : shown;
	},
};

/** Of what is chosen and has no visit; the list shows the new ones, to be assigned. */
async function make_visits(report) {
	const chosen = report.datatable?.rowmanager.getCheckedRows().map((index) => report.data[index]) || [];
	const without_visit = chosen.filter((row) => row && !row.maintenance_visit);
	const get = (fieldname) => without_visit.map((row) => row[fieldname]).filter(Boolean);
	const { message: result } = await frappe.call({
		method: `${DUE_WORK}.make_visits`,
		args: { dates: get("maintenance_schedule_detail"), warranty_claims: get("warranty_claim") },
		freeze: true,
	});
	if (!result?.done.length) return report.refresh();
	frappe.set_route("List", "Maintenance Visit", "List", { name: ["in", result.done] });
}
