// The checklist as large buttons, for a thumb on a telephone. The table below it holds the same rows.

frappe.ui.form.on("Maintenance Visit", {
	refresh: (frm) => show_checklist(frm),

	async maintenance_checklist(frm) {
		if (!frm.doc.maintenance_checklist || frm.is_new()) return;
		await frm.save();
		frm.scroll_to_field("checklist_panel");
	},
});

frappe.ui.form.on("Maintenance Visit Check", {
	result: (frm) => show_checklist(frm),
	task: (frm) => show_checklist(frm),
	checks_add: (frm) => show_checklist(frm),
	checks_remove: (frm) => show_checklist(frm),
});

// With the colors of a result that is chosen, which can be read in both themes
const RESULTS = {
	OK: "background-color: var(--green-800); color: white",
	"Not OK": "background-color: var(--red-700); color: white",
	"Not Applicable": "background-color: var(--text-color); color: var(--fg-color)",
};

function show_checklist(frm) {
	const panel = frm.get_field("checklist_panel").$wrapper;
	const is_open = frm.doc.docstatus === 0;
	const checks = frm.doc.checks.map((check) => get_check(check, is_open)).join("");
	maintenance_visit_app.panels.draw(panel, checks || get_empty_checklist(is_open));
	maintenance_visit_app.panels.write_typed(panel, "Maintenance Visit Check");
	panel.find("button[data-result]").on("click", ({ currentTarget }) => {
		const { name, result } = currentTarget.dataset;
		const { result: before } = locals["Maintenance Visit Check"][name];
		frappe.model.set_value("Maintenance Visit Check", name, "result", before === result ? "" : result);
	});
}

function get_check(check, is_open) {
	const escape = frappe.utils.escape_html;
	const about = [check.item_code, check.serial_no].filter(Boolean).map(escape).join(" · ");
	const required = check.mandatory ? `<span class="text-danger" title="${__("Mandatory")}"> *</span>` : "";
	return `
		<div class="border-bottom py-3" data-check="${check.idx}"
			data-row="${escape(check.name)}">
			<div class="mb-2">${escape(check.task || "")}${required}
				<span class="text-muted small">${about}</span></div>
			<div class="btn-group d-flex" role="group" aria-label="${escape(check.task || "")}">
				${Object.keys(RESULTS)
					.map((result) => get_result_button(check, result, is_open))
					.join("")}
			</div>
			<div class="d-flex mt-2" style="gap: var(--padding-sm)">
				${check.uom ? get_input(check, "reading", `${__("Reading")} (${escape(check.uom)})`, is_open) : ""}
				${get_input(check, "remark", __("Remark"), is_open)}
			</div>
		</div>`;
}

function get_result_button(check, result, is_open) {
	const is_chosen = check.result === result;
	return `<button class="btn btn-md flex-fill px-2 btn-default" ${is_chosen ? `style="${RESULTS[result]}"` : ""}
		data-name="${frappe.utils.escape_html(check.name)}" data-result="${result}" aria-pressed="${is_chosen}"
		${is_open ? "" : "disabled"}>${__(result, null, "Maintenance Visit Check")}</button>`;
}

function get_input(check, fieldname, label, is_open) {
	const value = frappe.utils.escape_html(check[fieldname] || "");
	const mode = fieldname === "reading" ? 'inputmode="decimal"' : "";
	return `<input class="form-control" data-name="${frappe.utils.escape_html(check.name)}" data-fieldname="${fieldname}" ${mode}
		value="${value}" placeholder="${label}" aria-label="${label}" ${is_open ? "" : "disabled"}>`;
}

function get_empty_checklist(is_open) {
	const told = is_open
		? __(
				"No checklist. Choose one above, or give the item one in Maintenance Checklist: its visits will have it.",
			)
		: __("No checklist.");
	return `<p class="text-muted">${told}</p>`;
}
