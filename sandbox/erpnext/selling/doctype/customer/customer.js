frappe.ui.form.on("Customer", {
	setup(frm) {
		const filters = () => ({ link_doctype: "Customer", link_name: frm.doc.name });
		frm.set_query("customer_primary_address", () => ({
			query: "frappe.contacts.doctype.address.address.address_query",
			filters: filters(),
		}));
		frm.set_query("customer_primary_contact", () => ({
			query: "frappe.contacts.doctype.contact.contact.contact_query",
			filters: filters(),
		}));
	},
	refresh(frm) {
		frappe.dynamic_link = { doc: frm.doc, fieldname: "name", doctype: "Customer" };
	},
});
