// The few of ERPNext's client helpers that the forms here use.

frappe.provide("erpnext.queries");
frappe.provide("erpnext.utils");

erpnext.queries.customer = () => ({ filters: { disabled: 0 } });

erpnext.queries.contact_query = (doc) => ({
	query: "frappe.contacts.doctype.contact.contact.contact_query",
	filters: { link_doctype: "Customer", link_name: doc.customer },
});

erpnext.queries.address_query = (doc) => ({
	query: "frappe.contacts.doctype.address.address.address_query",
	filters: { link_doctype: "Customer", link_name: doc.customer },
});

erpnext.utils.set_party_queries = (frm) => {
	frm.set_query("customer", erpnext.queries.customer);
	frm.set_query("contact_person", erpnext.queries.contact_query);
	frm.set_query("customer_address", erpnext.queries.address_query);
};

erpnext.utils.get_party_details = async (frm) => {
	if (!frm.doc.customer) return;
	const { message } = await frappe.call("erpnext.accounts.party.get_party_details", {
		party: frm.doc.customer,
		party_type: "Customer",
		company: frm.doc.company,
		doctype: frm.doctype,
	});
	const known = Object.entries(message).filter(([fieldname]) => frm.fields_dict[fieldname]);
	await frm.set_value(Object.fromEntries(known));
};

erpnext.utils.get_address_display = async (
	frm,
	address_field = "customer_address",
	display_field = "address_display",
) => {
	if (!frm.doc[address_field]) return frm.set_value(display_field, "");
	const { message } = await frappe.call("frappe.contacts.doctype.address.address.get_address_display", {
		address_dict: frm.doc[address_field],
	});
	return frm.set_value(display_field, message);
};

erpnext.utils.get_contact_details = async (frm) => {
	if (!frm.doc.contact_person) return;
	const { message } = await frappe.call("frappe.contacts.doctype.contact.contact.get_contact_details", {
		contact: frm.doc.contact_person,
	});
	const known = Object.entries(message).filter(([fieldname]) => frm.fields_dict[fieldname]);
	await frm.set_value(Object.fromEntries(known));
};

// What a row takes over from its item.
erpnext.utils.set_item_details = async (doctype, name) => {
	const { item_code } = frappe.get_doc(doctype, name);
	if (!item_code) return;
	const fieldnames = ["item_name", "description", "stock_uom"];
	const { message } = await frappe.db.get_value("Item", item_code, fieldnames);
	const values = { ...message, uom: message.stock_uom, conversion_factor: 1 };
	await frappe.model.set_value(doctype, name, values);
};

// Choose documents in a dialog, and map them into the document of the open form.
erpnext.utils.map_current_doc = (options) => {
	const dialog = new frappe.ui.form.MultiSelectDialog({
		doctype: options.source_doctype,
		target: options.target,
		date_field: options.date_field,
		setters: options.setters,
		get_query: () => ({ filters: options.get_query_filters }),
		add_filters_group: 1,
		async action(source_names) {
			if (!source_names.length) {
				frappe.msgprint(__("Please select {0}", [__(options.source_doctype)]));
				return;
			}
			dialog.dialog.hide();
			const { message } = await frappe.call({
				type: "POST",
				method: "frappe.model.mapper.map_docs",
				args: { method: options.method, source_names, target_doc: options.target.doc },
			});
			frappe.model.sync(message);
			options.target.dirty();
			options.target.refresh();
		},
	});
	return dialog;
};
