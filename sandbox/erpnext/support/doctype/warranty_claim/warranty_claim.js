frappe.ui.form.on("Warranty Claim", {
	setup(frm) {
		erpnext.utils.set_party_queries(frm);
		frm.set_query("serial_no", () => {
			const { company, item_code } = frm.doc;
			return { filters: item_code ? { company, item_code } : { company } };
		});
	},
	refresh(frm) {
		frappe.dynamic_link = { doc: frm.doc, fieldname: "customer", doctype: "Customer" };
		if (frm.is_new() || !["Open", "Work In Progress"].includes(frm.doc.status)) return;
		frm.add_custom_button(__("Maintenance Visit"), () =>
			frappe.model.open_mapped_doc({
				method: "erpnext.support.doctype.warranty_claim.warranty_claim.make_maintenance_visit",
				frm,
			}),
		);
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
