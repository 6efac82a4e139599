frappe.listview_settings["Maintenance Visit"] = {
	add_fields: ["status", "completion_status"],
	has_indicator_for_draft: true,

	get_indicator(visit) {
		if (visit.docstatus === 1) {
			const color = visit.completion_status === "Fully Completed" ? "green" : "orange";
			return [
				__(visit.completion_status),
				color,
				`docstatus,=,1|completion_status,=,${visit.completion_status}`,
			];
		}
		const colors = {
			Draft: "gray",
			Planned: "blue",
			"In Progress": "purple",
			Overdue: "red",
			Cancelled: "red",
		};
		return [__(visit.status), colors[visit.status], `status,=,${visit.status}`];
	},
};
