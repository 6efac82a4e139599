// Drafts that hang on a visit or a schedule, for the scripts of both forms
frappe.provide("maintenance_visit_app.drafts");

// Of hundreds, as many as a dialog names
const MOST_NAMED = 20;
const DRAFTS = "maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.drafts";

/** Ask what becomes of the drafts before their document is cancelled; without an answer it isn't. */
maintenance_visit_app.drafts.settle = async function (frm) {
	try {
		const drafts = await get_drafts(frm);
		if (!drafts.length) return;
		// In one request with the drafts: where one is refused, the other isn't done
		frappe.validated = false;
		if (await choose(frm, drafts, { cancel: true })) await frm.reload_doc();
	} catch {
		// The server has told why
		frappe.validated = false;
	}
};

/** A document that was cancelled before this was asked may have left drafts behind. */
maintenance_visit_app.drafts.offer = async function (frm) {
	if (frm.doc.docstatus !== 2) return;
	const { name } = frm.doc;
	const drafts = await get_drafts(frm);
	if (!drafts.length || frm.doc.name !== name) return;
	frm.add_custom_button(__("Draft Visits"), async () => {
		if (await choose(frm, drafts)) frm.refresh();
	});
};

function get_drafts(frm) {
	return frappe.xcall(`${DRAFTS}.get_drafts`, { doctype: frm.doctype, name: frm.doc.name });
}

/** Return whether the drafts were deleted or detached. */
async function choose(frm, drafts, options = {}) {
	const described = await describe_drafts(drafts);
	return new Promise((resolve, reject) => {
		let is_chosen = false;
		const act = (verb) => () => {
			is_chosen = true;
			dialog.hide();
			const target = { doctype: frm.doctype, name: frm.doc.name };
			frappe.xcall(`${DRAFTS}.${verb}`, { ...target, ...options }).then(() => resolve(true), reject);
		};
		const dialog = new frappe.ui.Dialog({
			title: __("Draft Visits"),
			fields: [{ fieldtype: "HTML", options: described }],
			primary_action_label: __("Detach"),
			primary_action: act("detach_drafts"),
			secondary_action_label: __("Delete"),
			secondary_action: act("delete_drafts"),
			on_hide: () => is_chosen || resolve(false),
		});
		dialog.show();
	});
}

async function describe_drafts(drafts) {
	const named = await frappe.db.get_list("Maintenance Visit", {
		filters: { name: ["in", drafts.slice(0, MOST_NAMED)] },
		fields: ["name", "mntc_date", "status"],
		order_by: "mntc_date asc, name asc",
		limit: MOST_NAMED,
	});
	const entries = named.map(({ name, mntc_date, status }) => {
		const link = frappe.utils.get_form_link("Maintenance Visit", name, true);
		return `<li>${link}: ${frappe.datetime.str_to_user(mntc_date)}, ${__(status, null, "Maintenance Visit")}</li>`;
	});
	const more = drafts.length - named.length;
	if (more > 0) entries.push(`<li>${__("… and {0} more", [more])}</li>`);
	const question = __(
		"These drafts were made for the document. Detached, they stay as visits of their own; deleted, they are gone.",
	);
	return `<p>${question}</p><ul>${entries.join("")}</ul>`;
}
