frappe.ui.form.on("Technician Profile", {
	refresh(frm) {
		maintenance_visit_app.map.add_picker(frm, "home_position");
	},
});
