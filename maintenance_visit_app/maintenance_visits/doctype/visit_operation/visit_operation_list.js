const NEED_ATTENTION = ["Refused", "Superseded", "Handed Over"];
const COLORS = { Applied: "green", Superseded: "orange", Refused: "red", "Handed Over": "blue" };
let list;

frappe.listview_settings["Visit Operation"] = {
	add_fields: ["outcome", "resolved", "visit", "message"],

	/** What waits for somebody, for who has never chosen filters. */
	filters: [
		["outcome", "in", NEED_ATTENTION],
		["resolved", "=", 0],
	],

	button: {
		show: needs_attention,
		get_label: () => __("Done"),
		get_description: () => __("It needs no attention any more"),
		action: (operation) => resolve([operation.name]),
	},

	onload(listview) {
		list = listview;
		if (!frappe.model.can_write(listview.doctype)) return;
		listview.page.add_actions_menu_item(
			__("Done"),
			() =>
				resolve(
					listview
						.get_checked_items()
						.filter(needs_attention)
						.map(({ name }) => name),
				),
			true,
		);
	},

	get_indicator({ outcome, resolved }) {
		if (!outcome) return [__("Unknown"), "gray"];
		const color = resolved ? "gray" : COLORS[outcome];
		return [__(outcome, null, "Visit Operation"), color, `outcome,=,${outcome}`];
	},
};

function needs_attention({ outcome, resolved }) {
	return NEED_ATTENTION.includes(outcome) && !Number(resolved) && frappe.model.can_write("Visit Operation");
}

async function resolve(names) {
	if (!names.length) return;
	await frappe.xcall("frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs", {
		doctype: "Visit Operation",
		docnames: names,
		action: "update",
		data: { resolved: 1 },
	});
	list.refresh();
}
