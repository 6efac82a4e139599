const NEED_ATTENTION = ["Refused", "Superseded", "Handed Over"];
const COLORS = { Applied: "green", Superseded: "orange", Refused: "red", "Handed Over": "blue" };

frappe.listview_settings["Visit Operation"] = {
	hide_name_column: true,
	add_fields: ["outcome", "resolved", "visit", "message"],

	/** What waits for somebody, for who has never chosen filters. */
	filters: [
		["outcome", "in", NEED_ATTENTION],
		["resolved", "=", 0],
	],

	onload(listview) {
		if (!frappe.model.can_write(listview.doctype)) return;
		listview.page.add_actions_menu_item(__("Done"), () => resolve(listview), true);
	},

	get_indicator({ outcome, resolved }) {
		if (!outcome) return [__("Unknown"), "gray"];
		const color = resolved ? "gray" : COLORS[outcome];
		return [__(outcome, null, "Visit Operation"), color, `outcome,=,${outcome}`];
	},
};

async function resolve(listview) {
	const waiting = listview
		.get_checked_items()
		.filter(({ outcome, resolved }) => NEED_ATTENTION.includes(outcome) && !Number(resolved));
	if (!waiting.length) return;
	await frappe.xcall("frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs", {
		doctype: listview.doctype,
		docnames: waiting.map(({ name }) => name),
		action: "update",
		data: { resolved: 1 },
	});
	listview.clear_checked_items();
	// Frappe asks nothing twice within some seconds, but these are other rows now
	listview.last_args = null;
	listview.refresh();
}
