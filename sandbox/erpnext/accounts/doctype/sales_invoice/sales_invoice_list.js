frappe.listview_settings["Sales Invoice"] = {
	add_fields: ["customer_name", "status", "grand_total", "outstanding_amount", "currency"],
	get_indicator(doc) {
		const colours = { Draft: "red", Unpaid: "orange", Paid: "green", Overdue: "red" };
		return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
	},
};
