frappe.ui.form.on("Sales Invoice", {
	refresh(frm) {
		if (frm.doc.docstatus !== 0 || frm.doc.is_return || !frappe.model.can_read("Maintenance Visit")) {
			return;
		}
		const group = __("Get Items From");
		frm.add_custom_button(__("Maintenance Visit"), () => choose_visits(frm), group);
	},
});

function choose_visits(frm) {
	const { customer, company } = frm.doc;
	erpnext.utils.map_current_doc({
		method: "maintenance_visit_app.maintenance_visits.mappers.to_sales_invoice.make_sales_invoice",
		source_doctype: "Maintenance Visit",
		target: frm,
		date_field: "mntc_date",
		setters: { customer: customer || undefined },
		get_query_filters: {
			docstatus: 1,
			billing_status: ["in", ["To Bill", "Partly Billed"]],
			...(company && { company }),
		},
	});
}
