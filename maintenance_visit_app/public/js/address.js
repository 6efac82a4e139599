frappe.ui.form.on("Address", {
	refresh(frm) {
		maintenance_visit_app.map.add_picker(frm, "service_position");
	},
});
