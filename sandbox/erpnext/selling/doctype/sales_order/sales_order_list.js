frappe.listview_settings["Sales Order"] = {
	add_fields: ["customer_name", "status", "order_type", "grand_total", "currency"],
	get_indicator(doc) {
		const colours = { Closed: "green", Completed: "green", "On Hold": "orange" };
		return [__(doc.status), colours[doc.status] || "orange", `status,=,${doc.status}`];
	},
};
