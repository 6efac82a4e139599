// The form finds a time and a technician: with the customer on the line, or for a draft of nobody.

frappe.ui.form.on("Maintenance Visit", {
	refresh(frm) {
		const is_open = !frm.is_new() && frm.doc.docstatus === 0 && !frm.doc.time_logs?.length;
		if (is_open && frm.has_perm("write")) frm.add_custom_button(__("Find a Slot"), () => find_a_slot(frm));
	},
});

async function find_a_slot(frm) {
	if (!(await maintenance_visit_app.panels.save(frm))) return;
	maintenance_visit_app.dispatch.find_a_slot(frm.doc.name, (slot) => take_slot(frm, slot));
}

/** Rows keep apart who is apart; the visit is saved by the user, as any other change of the form. */
function take_slot(frm, { technicians, mntc_date, mntc_time, planned_duration }) {
	const persons = [...new Set(frm.doc.purposes.map(({ service_person }) => service_person).filter(Boolean))];
	for (const row of frm.doc.purposes) {
		const person = technicians[Math.max(persons.indexOf(row.service_person), 0)] || technicians[0];
		frappe.model.set_value(row.doctype, row.name, "service_person", person);
	}
	const duration = frm.doc.planned_duration || planned_duration;
	frm.set_value({ mntc_date, mntc_time: `${mntc_time}:00`, planned_duration: duration });
}
