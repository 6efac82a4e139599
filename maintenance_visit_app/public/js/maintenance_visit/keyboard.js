// Who fills in a visit with the keyboard alone begins with its customer, hears what each field is called, and finds saved
// what was typed.

frappe.ui.form.on("Maintenance Visit", {
	onload_post_render: (frm) => begin_with_customer(frm),
	refresh: (frm) => name_fields(frm),
	validate: () => wait_for_names(),
});

/** Before Frappe takes the first button that it finds, which is that of a tab. A telephone would show its keyboard. */
function begin_with_customer(frm) {
	if (frm.is_new() && !frappe.is_mobile()) frm.get_field("customer").$input?.trigger("focus");
}

/** Frappe's labels belong to no field: a screen reader would be silent. */
function name_fields(frm) {
	for (const { $input, df } of frm.fields) {
		if ($input && df.label) $input.attr("aria-label", __(df.label, null, df.parent));
	}
}

/**
 * Ctrl+S in a link field: Frappe asks the server whether that name exists, and saves without waiting for the answer,
 * so without the name. What follows from a name is waited for, too.
 */
async function wait_for_names() {
	do {
		await frappe.after_ajax();
		await new Promise((resolve) => window.setTimeout(resolve));
	} while (frappe.request.ajax_count);
}
