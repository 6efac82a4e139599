frappe.ui.form.on("Maintenance Visit", {
	setup(frm) {
		erpnext.utils.set_party_queries(frm);
		frm.set_query("serial_no", "purposes", (doc, doctype, name) => ({
			filters: { item_code: frappe.get_doc(doctype, name).item_code },
		}));
	},
	onload(frm) {
		if (frm.is_new()) frm.set_value("mntc_date", frappe.datetime.get_today());
	},
	refresh(frm) {
		frappe.dynamic_link = { doc: frm.doc, fieldname: "customer", doctype: "Customer" };
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
});
