frappe.ui.form.on("Visit Operation", {
	refresh(frm) {
		frm.set_intro(frm.doc.message || "", frm.doc.outcome === "Refused" ? "red" : "orange");
		add_done(frm);
		add_open_visit(frm);
	},
});

function add_done(frm) {
	if (frm.doc.outcome === "Applied" || frm.doc.resolved || !frm.perm[0]?.write) return;
	frm.add_custom_button(__("Done"), async () => {
		await frm.set_value("resolved", 1);
		await frm.save();
	}).addClass("btn-primary");
}

function add_open_visit(frm) {
	if (!frm.doc.visit) return;
	frm.add_custom_button(__("Open Visit"), () =>
		frappe.set_route("Form", "Maintenance Visit", frm.doc.visit),
	);
}
