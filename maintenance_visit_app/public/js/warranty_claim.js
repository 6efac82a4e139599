frappe.ui.form.on("Warranty Claim", {
	setup(frm) {
		const method =
			"maintenance_visit_app.maintenance_visits.mappers.from_warranty_claim.make_maintenance_visit";
		// The plus sign among the Connections
		const make = () => frappe.model.open_mapped_doc({ method, frm });
		frm.make_methods = { ...frm.make_methods, "Maintenance Visit": make };
	},
});
