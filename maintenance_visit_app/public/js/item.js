frappe.ui.form.on("Item", {
	setup(frm) {
		// The plus sign among the Connections
		frm.make_methods = { ...frm.make_methods, "Maintenance Visit": () => plan_visit_for_item(frm.doc) };
	},
});

function plan_visit_for_item({ name, item_name }) {
	frappe.new_doc("Maintenance Visit", {}, (visit) => {
		const row = frappe.model.add_child(visit, "Maintenance Visit Purpose", "purposes");
		Object.assign(row, { item_code: name, item_name });
	});
}
