frappe.ui.form.on("Sales Order", {
	setup(frm) {
		// ERPNext's own script offers a visit for every order of type Maintenance, done or not, after all handlers
		// of `refresh`. What is called custom_refresh comes last, and puts the button right.
		frm.cscript.custom_refresh = () => offer_visit(frm);
	},
});

function offer_visit(frm) {
	const label = __("Maintenance Visit");
	const group = __("Create");
	frm.remove_custom_button(label, group);
	if (!can_be_visited(frm.doc)) return;
	const method =
		"maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.from_sales_order.make_maintenance_visit";
	frm.add_custom_button(label, () => frappe.model.open_mapped_doc({ method, frm }), group);
}

function can_be_visited({ docstatus, status, maintenance_status }) {
	const has_work_left = ["Not Visited", "Partly Serviced"].includes(maintenance_status);
	const is_open = docstatus === 1 && !["Closed", "On Hold"].includes(status);
	return has_work_left && is_open && frappe.model.can_create("Maintenance Visit");
}
