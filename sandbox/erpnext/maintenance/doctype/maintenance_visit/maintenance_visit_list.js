frappe.listview_settings["Maintenance Visit"] = {
	add_fields: ["customer", "customer_name", "completion_status", "maintenance_type"],
	get_indicator(doc) {
		const status = doc.completion_status || "Pending";
		const colours = {
			Pending: "blue",
			"Partially Completed": "orange",
			"Fully Completed": "green",
		};
		return [__(status), colours[status], `completion_status,=,${doc.completion_status}`];
	},
};
