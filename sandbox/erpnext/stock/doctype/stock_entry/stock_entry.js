frappe.ui.form.on("Stock Entry Detail", {
	item_code(frm, doctype, name) {
		return erpnext.utils.set_item_details(doctype, name);
	},
});
