frappe.ui.form.on("Sales Order", {
	refresh(frm) {
		frm.trigger("add_maintenance_visit_button");
	},

	add_maintenance_visit_button(frm) {
		const has_work_left = ["Not Visited", "Partly Serviced"].includes(frm.doc.maintenance_status);
		const is_open = frm.doc.docstatus === 1 && !["Closed", "On Hold"].includes(frm.doc.status);
		if (!has_work_left || !is_open || !frappe.model.can_create("Maintenance Visit")) return;

		frm.add_custom_button(
			__("Maintenance Visit"),
			() =>
				frappe.model.open_mapped_doc({
					method:
						"maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.from_sales_order.make_maintenance_visit",
					frm,
				}),
			__("Create"),
		);
	},
});
