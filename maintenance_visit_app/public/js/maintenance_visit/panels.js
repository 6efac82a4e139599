// What the panels of the form share: they are drawn anew without losing the keyboard, and lead to what they tell of.

frappe.provide("maintenance_visit_app.panels");

/** Draw a panel anew; the keyboard stays where it is. */
maintenance_visit_app.panels.draw = function (panel, html) {
	const focused = get_selector(panel.find(":focus")[0]);
	panel.html(html);
	if (focused) panel.find(focused).trigger("focus");
};

function get_selector(element) {
	if (!element?.dataset.name) return null;
	return Object.entries(element.dataset)
		.map(([key, value]) => `[data-${key}=${JSON.stringify(value)}]`)
		.join("");
}

/** Let what is typed into a panel be in the document, also where the page is lost before the field is left. */
maintenance_visit_app.panels.write_typed = function (panel, doctype) {
	const write = ({ dataset: { name, fieldname }, value }) => {
		if (!locals[doctype][name]) return;
		const { fieldtype } = frappe.meta.get_docfield(doctype, fieldname);
		const is_number = fieldtype === "Float";
		frappe.model.set_value(doctype, name, fieldname, is_number ? read_number(value) : value);
	};
	let pending;
	const write_soon = (element) => {
		window.clearTimeout(pending);
		pending = window.setTimeout(() => write(element), 400);
	};
	// Written at once, it isn't to be written once more over what a button has made of it
	const write_now = (element) => {
		window.clearTimeout(pending);
		write(element);
	};
	panel.find("input[data-fieldname], textarea[data-fieldname]").on({
		input: ({ currentTarget }) => write_soon(currentTarget),
		change: ({ currentTarget }) => write_now(currentTarget),
	});
};

/** A decimal comma is one, whatever the user's number format is. */
const read_number = (text) => Number(text.replace(",", ".")) || 0;

/** Open the tab of a panel, and bring the first of these that it has under the thumb. */
maintenance_visit_app.panels.lead_to = function (frm, fieldname, selectors) {
	const { tab, $wrapper } = frm.get_field(fieldname);
	tab.set_active();
	const found = selectors.map((selector) => $wrapper.find(selector)[0]).find(Boolean);
	const element = found || $wrapper[0];
	element.scrollIntoView({ block: "center" });
	element.focus({ preventScroll: true });
};

/** Save what isn't saved yet, and tell whether all is saved now. */
maintenance_visit_app.panels.save = async function (frm) {
	if (frm.is_dirty()) await frm.save();
	return !frm.is_dirty();
};

/** Show a dialog whose buttons a thumb can hit. Desk gives neither it nor its icon a name. */
maintenance_visit_app.panels.show_dialog = function (dialog) {
	dialog.$wrapper.addClass("visit-dialog").attr("aria-label", dialog.title);
	dialog.get_close_btn().attr("aria-label", __("Close"));
	dialog.show();
};
