// The rows of parts: how many of an item there are in the warehouse it is taken from.

frappe.ui.form.on("Maintenance Visit Part", {
	item_code(frm, cdt, cdn) {
		for (const fieldname of ["uom", "serial_no", "batch_no"]) {
			frappe.model.set_value(cdt, cdn, fieldname, null);
		}
		show_available_qty(cdt, cdn);
	},

	warehouse(frm, cdt, cdn) {
		show_available_qty(cdt, cdn);
	},
});

async function show_available_qty(cdt, cdn) {
	const { item_code, warehouse } = locals[cdt][cdn];
	const available_qty =
		item_code && warehouse
			? await frappe.xcall("maintenance_visit_app.maintenance_visits.parts.shortages.get_available_qty", {
					item_code,
					warehouse,
				})
			: 0;
	const row = locals[cdt]?.[cdn];
	if (row?.item_code === item_code && row.warehouse === warehouse) {
		frappe.model.set_value(cdt, cdn, "available_qty", available_qty);
	}
}
