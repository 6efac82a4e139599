frappe.ui.form.on("Serial No", {
	setup(frm) {
		// The plus sign among the Connections
		frm.make_methods = { ...frm.make_methods, "Maintenance Visit": () => plan_visit_for_serial_no(frm.doc) };
	},
});

function plan_visit_for_serial_no({ name, item_code, item_name, customer, company }) {
	frappe.new_doc("Maintenance Visit", {}, (visit) => {
		Object.assign(visit, customer ? { customer, company } : { company });
		const row = frappe.model.add_child(visit, "Maintenance Visit Purpose", "purposes");
		Object.assign(row, { item_code, item_name, serial_no: name });
	});
}
