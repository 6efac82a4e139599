frappe.ui.form.on("Sales Order", {
	setup(frm) {
		// ERPNext's own script offers a visit for every order of type Maintenance, done or not, after all handlers
		// of `refresh`. What is called custom_refresh comes last, and puts the button right.
		frm.cscript.custom_refresh = () => offer_visit(frm);
		// The plus sign among the Connections
		frm.make_methods = { ...frm.make_methods, "Maintenance Visit": () => make_visit_for_order(frm) };
	},
});

function offer_visit(frm) {
	const label = __("Maintenance Visit");
	const group = __("Create");
	frm.remove_custom_button(label, group);
	if (!can_be_visited(frm.doc)) return;
	frm.add_custom_button(label, () => make_visit_for_order(frm), group);
}

function make_visit_for_order(frm) {
	const method = "maintenance_visit_app.maintenance_visits.mappers.from_sales_order.make_maintenance_visit";
	frappe.model.open_mapped_doc({ method, frm });
}

function can_be_visited({ docstatus, status, maintenance_status }) {
	const has_work_left = ["Not Visited", "Partly Serviced"].includes(maintenance_status);
	const is_open = docstatus === 1 && !["Closed", "On Hold"].includes(status);
	return has_work_left && is_open && frappe.model.can_create("Maintenance Visit");
}
