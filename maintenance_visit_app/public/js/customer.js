frappe.ui.form.on("Customer", {
	refresh(frm) {
		if (!frm.is_new() && frappe.model.can_read("Maintenance Visit")) offer_next_visit(frm);
	},
});

const NEXT_VISIT = "maintenance_visit_app.maintenance_visits.planning.next_visit.get_next_visit";

/** When it is, says the button that leads there. Without one a visit can be planned. */
async function offer_next_visit(frm) {
	const customer = frm.doc.name;
	const visit = await frappe.xcall(NEXT_VISIT, { customer });
	if (frm.doc.name !== customer) return;
	if (visit) {
		frm.add_custom_button(describe_visit(visit), () =>
			frappe.set_route("Form", "Maintenance Visit", visit.name),
		);
	} else if (frappe.model.can_create("Maintenance Visit")) {
		frm.add_custom_button(__("Plan a Visit"), () => plan_visit_to(customer));
	}
}

function describe_visit({ mntc_date, mntc_time }) {
	const time = mntc_time && moment(mntc_time, "HH:mm:ss").format("HH:mm");
	const day = [frappe.datetime.str_to_user(mntc_date), time].filter(Boolean).join(" ");
	const is_overdue = mntc_date < frappe.datetime.get_today();
	return is_overdue ? __("Overdue Visit: {0}", [day]) : __("Next Visit: {0}", [day]);
}

function plan_visit_to(customer) {
	frappe.new_doc("Maintenance Visit", { customer });
}
