frappe.ui.form.on("Sales Invoice", {
	setup(frm) {
		erpnext.utils.set_party_queries(frm);
	},
	customer(frm) {
		return erpnext.utils.get_party_details(frm);
	},
	customer_address(frm) {
		return erpnext.utils.get_address_display(frm);
	},
	contact_person(frm) {
		return erpnext.utils.get_contact_details(frm);
	},
	// Before the form looks for mandatory fields: these fill them
	async validate(frm) {
		await frm.call("set_missing_values", {});
		await frm.call("calculate_taxes_and_totals");
	},
});

frappe.ui.form.on("Sales Invoice Item", {
	item_code(frm, doctype, name) {
		return erpnext.utils.set_item_details(doctype, name);
	},
});
