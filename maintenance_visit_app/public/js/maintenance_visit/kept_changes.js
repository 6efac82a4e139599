// What isn't saved is kept in the browser, for a page that is lost with its network, and offered when it is opened again.

const KEPT = "maintenance_visit_app.kept_changes";
const DAYS_KEPT = 14;

frappe.ui.form.on("Maintenance Visit", {
	setup(frm) {
		frm.docs_as_read = {};
		const keep_soon = frappe.utils.debounce(() => keep_changes(frm), 500);
		$(frm.wrapper).on("dirty", keep_soon);
	},

	refresh(frm) {
		if (frm.is_new() || frm.is_dirty()) return;
		frm.docs_as_read[frm.doc.name] = JSON.parse(JSON.stringify(frm.doc));
		offer_changes(frm);
	},

	after_save: (frm) => window.localStorage.removeItem(get_key(frm.doc)),
});

/** Each user's own: another one who logs in on this device is shown nothing of it. */
const get_key = ({ name }) => [KEPT, frappe.session.user, name].join(":");

function keep_changes({ doc, docs_as_read }) {
	const read = docs_as_read[doc.name];
	if (!doc.__unsaved || !read) return;
	const kept = { at: Date.now(), modified: read.modified, changes: get_changes(doc.doctype, read, doc) };
	try {
		window.localStorage.setItem(get_key(doc), JSON.stringify(kept));
	} catch {
		return; // The browser has no room, or keeps nothing
	}
	if (!navigator.onLine) tell_kept();
}

function tell_kept() {
	frappe.show_alert({
		message: __("No connection: what you enter is kept on this device. Save when there is one."),
		indicator: "orange",
	});
}

/** What became of each field, and of each row of a table. */
function get_changes(doctype, before, after) {
	const changes = {};
	for (const { fieldname, fieldtype, options } of frappe.meta.get_docfields(doctype)) {
		if (fieldtype === "Table") {
			const rows = get_changes_of_rows(options, before[fieldname] || [], after[fieldname] || []);
			if (rows) changes[fieldname] = rows;
		} else if (frappe.model.is_value_type(fieldtype) && !is_same(before[fieldname], after[fieldname])) {
			changes[fieldname] = { from: before[fieldname], to: after[fieldname] };
		}
	}
	return changes;
}

const is_same = (one, other) => String(one ?? "") === String(other ?? "");

function get_changes_of_rows(doctype, before, after) {
	const names = after.map(({ name }) => name);
	const known = Object.fromEntries(before.map((row) => [row.name, row]));
	const added = after.filter(({ name }) => !known[name]).map((row) => get_values(doctype, row));
	const removed = before.map(({ name }) => name).filter((name) => !names.includes(name));
	const changed = after
		.filter(({ name }) => known[name])
		.map((row) => [row.name, get_changes(doctype, known[row.name], row)])
		.filter(([, changes]) => Object.keys(changes).length);
	if (!added.length && !removed.length && !changed.length) return null;
	return { added, removed, changed: Object.fromEntries(changed) };
}

function get_values(doctype, row) {
	const fields = frappe.meta
		.get_docfields(doctype)
		.filter(({ fieldtype }) => frappe.model.is_value_type(fieldtype));
	return Object.fromEntries(fields.map(({ fieldname }) => [fieldname, row[fieldname]]));
}

function offer_changes(frm) {
	forget_old();
	const kept = JSON.parse(window.localStorage.getItem(get_key(frm.doc)));
	if (!kept) return;
	const left = get_left(frm.doc.doctype, kept.changes, frm.doc);
	if (frm.doc.docstatus !== 0 || !Object.keys(left).length) {
		window.localStorage.removeItem(get_key(frm.doc)); // It has been saved, though nobody heard of it
		return;
	}
	ask_what_becomes(frm, { ...kept, changes: left });
}

function forget_old() {
	const limit = Date.now() - DAYS_KEPT * 24 * 3600 * 1000;
	for (const key of Object.keys(window.localStorage)) {
		if (key.startsWith(`${KEPT}:`) && JSON.parse(window.localStorage.getItem(key)).at < limit) {
			window.localStorage.removeItem(key);
		}
	}
}

/** Of the changes, those that the document doesn't have already. */
function get_left(doctype, changes, doc) {
	const left = {};
	for (const [fieldname, change] of Object.entries(changes)) {
		if ("added" in change) {
			const child = frappe.meta.get_docfield(doctype, fieldname).options;
			const rows = get_left_of_rows(child, change, doc[fieldname] || []);
			if (rows) left[fieldname] = rows;
		} else if (!is_same(doc[fieldname], change.to)) left[fieldname] = change;
	}
	return left;
}

function get_left_of_rows(doctype, { added, removed, changed }, rows) {
	const find = (wanted) => rows.find(({ name }) => name === wanted);
	const is_there = (values) => rows.some((row) => is_in(values, row));
	const left = {
		added: added.filter((values) => !is_there(values)),
		removed: removed.filter(find),
		changed: Object.fromEntries(
			Object.entries(changed)
				.filter(([name]) => find(name))
				.map(([name, changes]) => [name, get_left(doctype, changes, find(name))])
				.filter(([, changes]) => Object.keys(changes).length),
		),
	};
	return left.added.length || left.removed.length || Object.keys(left.changed).length ? left : null;
}

const is_in = (values, row) =>
	Object.entries(values).every(([fieldname, value]) => !value || is_same(value, row[fieldname]));

function ask_what_becomes(frm, kept) {
	const names = Object.keys(kept.changes).map((fieldname) =>
		frappe.utils.escape_html(__(frappe.meta.get_label(frm.doctype, fieldname), null, frm.doctype)),
	);
	const dialog = new frappe.ui.Dialog({
		title: __("Changes That Were Not Saved"),
		static: true,
		fields: [{ fieldtype: "HTML", fieldname: "about", options: tell_of_changes(frm, kept, names) }],
		primary_action_label: __("Put Them Back"),
		primary_action() {
			dialog.hide();
			put_back(frm, kept.changes);
		},
		secondary_action_label: __("Throw Away"),
		secondary_action() {
			dialog.hide();
			window.localStorage.removeItem(get_key(frm.doc));
		},
	});
	maintenance_visit_app.panels.show_dialog(dialog);
}

function tell_of_changes({ doc }, { at, modified }, names) {
	const when = frappe.datetime.str_to_user(moment(at).format(frappe.defaultDatetimeFormat));
	const about = __("You changed this on {0}, and it was not saved: {1}.", [when, names.join(", ")]);
	if (doc.modified === modified) return `<p>${about}</p>`;
	const who = frappe.utils.escape_html(frappe.user_info(doc.modified_by).fullname || doc.modified_by);
	const warning = __(
		"{0} saved the visit since. What you put back replaces what is there now; all the rest stays as {0} saved it.",
		[who],
	);
	return `<p>${about}</p><p class="text-danger">${warning}</p>`;
}

function put_back(frm, changes) {
	for (const [fieldname, change] of Object.entries(changes)) {
		if ("added" in change) put_rows_back(frm, fieldname, change);
		else frm.doc[fieldname] = change.to;
	}
	frm.dirty();
	frm.refresh();
}

function put_rows_back(frm, fieldname, { added, removed, changed }) {
	const rows = frm.doc[fieldname] || [];
	for (const row of rows) {
		for (const [name, { to }] of Object.entries(changed[row.name] || {})) row[name] = to;
	}
	for (const row of rows.filter(({ name }) => removed.includes(name))) {
		frappe.model.clear_doc(row.doctype, row.name);
	}
	for (const values of added) frm.add_child(fieldname, values);
	frm.doc[fieldname]?.forEach((row, index) => (row.idx = index + 1));
}
