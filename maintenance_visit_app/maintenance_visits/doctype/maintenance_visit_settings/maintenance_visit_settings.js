frappe.ui.form.on("Maintenance Visit Settings", {
	/** Frappe calls a form without records by its name, whatever the user's language is; 16 in the last breadcrumb. */
	refresh(frm) {
		const title = __(frm.doctype);
		frm.page.set_title(title);
		frm.page.wrapper.find(".title-text-form").text(title);
	},
});
