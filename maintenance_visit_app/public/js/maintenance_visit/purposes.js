// What there is to do, as a card for each purpose: for a thumb on a telephone. The table under Details has the same rows.

frappe.ui.form.on("Maintenance Visit", {
	refresh: (frm) => show_purposes(frm),
});

frappe.ui.form.on("Maintenance Visit Purpose", {
	item_code: (frm) => show_purposes(frm),
	item_name: (frm) => show_purposes(frm),
	serial_no: (frm) => show_purposes(frm),
	service_person: (frm) => show_purposes(frm),
	completion_status: (frm) => show_purposes(frm),
	purposes_add: (frm) => show_purposes(frm),
	purposes_remove: (frm) => show_purposes(frm),

	work_done(frm, cdt, cdn) {
		const text = get_purposes_panel(frm).find(`textarea[data-name=${JSON.stringify(cdn)}]`);
		const { work_done } = locals[cdt][cdn];
		if (text.val() !== (work_done || "")) text.val(work_done);
	},
});

// With the colors of a status that is chosen, which can be read in both themes
const STATUSES = {
	"Fully Completed": "background-color: var(--green-800); color: white",
	"Partially Completed": "background-color: var(--blue-700); color: white",
	Pending: "background-color: var(--text-color); color: var(--fg-color)",
};

const get_purposes_panel = (frm) => frm.get_field("purposes_panel").$wrapper;

function show_purposes(frm) {
	const panel = get_purposes_panel(frm);
	const is_open = frm.doc.docstatus === 0;
	const cards = frm.doc.purposes.map((row) => get_purpose(row, is_open));
	maintenance_visit_app.panels.draw(panel, cards.join(""));
	maintenance_visit_app.panels.write_typed(panel, "Maintenance Visit Purpose");
	panel.find("button[data-status]").on("click", ({ currentTarget }) => {
		const { name, status } = currentTarget.dataset;
		const { completion_status } = locals["Maintenance Visit Purpose"][name];
		set_in_purpose(name, "completion_status", completion_status === status ? "" : status);
	});
	panel.find("button[data-person]").on("click", ({ currentTarget: { dataset } }) => {
		set_in_purpose(dataset.name, "service_person", dataset.person);
	});
}

function set_in_purpose(name, fieldname, value) {
	frappe.model.set_value("Maintenance Visit Purpose", name, fieldname, value);
}

function get_purpose(row, is_open) {
	const escape = frappe.utils.escape_html;
	const title = escape(row.item_name || row.item_code || get_text(row.description) || __("Work"));
	const about = [row.item_code, row.serial_no, row.service_person].filter(Boolean).map(escape).join(" · ");
	const complaint = escape(get_text(row.complaint));
	return `
		<section class="visit-card" data-row="${escape(row.name)}" aria-label="${title}">
			<strong class="d-block mb-1">${row.idx}. ${title}</strong>
			<div class="text-muted small mb-2">${about}</div>
			${complaint && `<blockquote class="visit-complaint">${complaint}</blockquote>`}
			${is_open ? get_me_button(row) : ""}
			${get_work_done(row, is_open)}
			<div class="visit-choices" role="group" aria-label="${__("Completion Status")}">
				${Object.keys(STATUSES)
					.map((status) => get_status_button(row, status, is_open))
					.join("")}
			</div>
		</section>`;
}

function get_work_done({ name, work_done }, is_open) {
	const escaped = frappe.utils.escape_html(name);
	return `
		<label class="control-label" for="work-done-${escaped}">${__("Work Done")}</label>
		<textarea class="form-control mb-3" rows="3" id="work-done-${escaped}" data-name="${escaped}"
			data-fieldname="work_done" ${is_open ? "" : "disabled"}
			>${frappe.utils.escape_html(work_done || "")}</textarea>`;
}

function get_text(html) {
	return html ? frappe.utils.html2text(html).trim() : "";
}

function get_status_button(row, status, is_open) {
	const is_chosen = row.completion_status === status;
	return `<button class="btn btn-md btn-default" ${is_chosen ? `style="${STATUSES[status]}"` : ""}
		data-name="${frappe.utils.escape_html(row.name)}" data-status="${status}" aria-pressed="${is_chosen}"
		${is_open ? "" : "disabled"}>${__(status)}</button>`;
}

/** Where nobody is named yet, whoever looks may be the one who does it. */
function get_me_button({ name, service_person }) {
	const [person] = frappe.boot.maintenance_visits.service_persons;
	if (service_person || !person) return "";
	const [escaped, of_row] = [person, name].map(frappe.utils.escape_html);
	return `<button class="btn btn-md btn-default mb-3" data-name="${of_row}" data-person="${escaped}">
		${__("{0} does this", [escaped])}</button>`;
}
