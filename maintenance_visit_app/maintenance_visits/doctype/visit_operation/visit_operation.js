frappe.ui.form.on("Visit Operation", {
	refresh(frm) {
		frm.disable_save();
		frm.set_df_property("resolved", "read_only", 1);
		add_open_visit(frm);
		add_done(frm);
	},
});

function add_open_visit(frm) {
	if (!frm.doc.visit) return;
	frm.add_custom_button(__("Open Visit"), () => frappe.set_route("Form", "Maintenance Visit", frm.doc.visit));
}

/** Nothing else of it is anybody's to change. */
function add_done(frm) {
	if (frm.doc.outcome === "Applied" || !frm.perm[0]?.write) return;
	const resolved = frm.doc.resolved ? 0 : 1;
	const set = async () => {
		await frappe.db.set_value(frm.doctype, frm.docname, { resolved });
		frm.reload_doc();
	};
	if (resolved) frm.page.set_primary_action(__("Done"), set);
	else frm.add_custom_button(__("Reopen"), set);
}
