// The parts, as a card for each: how many, which, and how many its warehouse has. The table below has the same rows.

const PART = "Maintenance Visit Part";

frappe.ui.form.on("Maintenance Visit", {
	refresh: (frm) => show_parts(frm),
});

frappe.ui.form.on(PART, {
	item_code(frm, cdt, cdn) {
		for (const fieldname of ["uom", "serial_no", "batch_no"]) {
			frappe.model.set_value(cdt, cdn, fieldname, null);
		}
		show_available_qty(cdt, cdn);
		show_parts(frm);
	},

	warehouse(frm, cdt, cdn) {
		show_available_qty(cdt, cdn);
		show_parts(frm);
	},

	item_name: (frm) => show_parts(frm),
	qty: (frm) => show_parts(frm),
	uom: (frm) => show_parts(frm),
	serial_no: (frm) => show_parts(frm),
	batch_no: (frm) => show_parts(frm),
	available_qty: (frm) => show_parts(frm),
	parts_add: (frm) => show_parts(frm),
	parts_remove: (frm) => show_parts(frm),
});

async function show_available_qty(cdt, cdn) {
	const { item_code, warehouse } = locals[cdt][cdn];
	const available_qty =
		item_code && warehouse
			? await frappe.xcall("maintenance_visit_app.maintenance_visits.parts.shortages.get_available_qty", {
					item_code,
					warehouse,
				})
			: 0;
	const row = locals[cdt]?.[cdn];
	if (row?.item_code === item_code && row.warehouse === warehouse) {
		frappe.model.set_value(cdt, cdn, "available_qty", available_qty);
	}
}

function show_parts(frm) {
	const panel = frm.get_field("parts_panel").$wrapper;
	const is_open = frm.doc.docstatus === 0 && frm.has_perm("write");
	const parts = (frm.doc.parts || []).filter((part) => part.item_code);
	const cards = parts.map((part) => get_part(part, is_open)).join("");
	const empty = is_open ? "" : `<p class="text-muted">${__("No parts were used.")}</p>`;
	maintenance_visit_app.panels.draw(panel, `${cards || empty}<div class="visit-new-part"></div>`);
	maintenance_visit_app.panels.write_typed(panel, PART);
	panel
		.find("button[data-change]")
		.on("click", ({ currentTarget }) => change_part(frm, currentTarget.dataset));
	if (is_open) add_links(frm, panel, parts);
}

function get_part(part, is_open) {
	const escape = frappe.utils.escape_html;
	const title = escape(part.item_name || part.item_code);
	const code = part.item_name && part.item_code;
	const about = [code, part.batch_no, get_stock(part)].filter(Boolean).map(escape).join(" · ");
	const numbers = part.serial_no
		? `<p class="small mb-2">${escape(part.serial_no).replace(/\n/g, ", ")}</p>`
		: "";
	return `
		<section class="visit-card" data-row="${escape(part.name)}" aria-label="${title}">
			<strong class="d-block mb-1">${title}</strong>
			<div class="text-muted small mb-2">${about}</div>
			${is_open ? get_part_controls(part, title) : get_quantity(part) + numbers}
		</section>`;
}

const get_quantity = ({ qty, uom }) =>
	`<p class="mb-1">${frappe.utils.escape_html(`${qty} ${__(uom || "")}`)}</p>`;

function get_stock({ warehouse, available_qty, stock_uom }) {
	return warehouse && __("{0} {1} in {2}", [available_qty || 0, __(stock_uom || ""), warehouse]);
}

function get_part_controls({ name, qty, uom, serial_no }, title) {
	const escaped = frappe.utils.escape_html(name);
	const button = (change, sign, label) =>
		`<button class="btn btn-md btn-default" data-name="${escaped}" data-change="${change}"
			aria-label="${label}: ${title}">${sign}</button>`;
	const numbers = frappe.utils.escape_html(serial_no || "");
	return `
		<div class="visit-quantity">
			${button("less", "−", __("Less"))}
			<input class="form-control" inputmode="decimal" data-name="${escaped}" data-fieldname="qty"
				value="${qty || 0}" aria-label="${__("Quantity")}: ${title}">
			${button("more", "+", __("More"))}
			<span>${frappe.utils.escape_html(__(uom || ""))}</span>
			${button("remove", "×", __("Remove"))}
		</div>
		<div class="visit-numbers" data-name="${escaped}">
			<textarea class="form-control ${serial_no ? "" : "hidden"}" rows="${Math.max((serial_no || "").split("\n").length, 1)}"
				data-name="${escaped}" data-fieldname="serial_no" aria-label="${__("Serial No")}: ${title}">${numbers}</textarea>
		</div>`;
}

function change_part(frm, { name, change }) {
	const part = locals[PART][name];
	if (change === "more") frappe.model.set_value(PART, name, "qty", part.qty + 1);
	if (change === "less") frappe.model.set_value(PART, name, "qty", Math.max(part.qty - 1, 1));
	if (change === "remove") frm.get_field("parts").grid.grid_rows_by_docname[name].remove();
}

/** Frappe's own link fields, for what is looked for by a part of its name. */
async function add_links(frm, panel, parts) {
	for (const part of parts) {
		const place = panel.find(".visit-numbers").filter((_index, { dataset }) => dataset.name === part.name);
		const item = await get_item(part.item_code);
		if (!place.closest("body").length) return; // Drawn anew meanwhile
		if (item.has_serial_no)
			make_link(place, get_serial_link(part), (serial_no) => add_number(part, serial_no));
		if (item.has_batch_no)
			make_link(place, get_batch_link(part), (batch_no) => set_in_part(part, { batch_no }));
		if (item.is_stock_item) {
			make_link(place, get_warehouse_link(frm, part), (warehouse) => set_in_part(part, { warehouse }));
		}
	}
	make_link(panel.find(".visit-new-part"), get_item_link(), (item_code) => add_part(frm, item_code));
}

const ITEMS = {};

function get_item(item_code) {
	ITEMS[item_code] ??= frappe.db
		.get_value("Item", item_code, [
			"item_name",
			"stock_uom",
			"has_serial_no",
			"has_batch_no",
			"is_stock_item",
		])
		.then(({ message }) => message || {});
	return ITEMS[item_code];
}

const get_item_link = () => ({
	options: "Item",
	label: __("Add a Part"),
	filters: { disabled: 0, has_variants: 0 },
});
const get_serial_link = ({ item_code, warehouse }) => ({
	options: "Serial No",
	label: __("Add a Serial No"),
	filters: { item_code, ...(warehouse && { warehouse }) },
});
const get_batch_link = ({ item_code, batch_no }) => ({
	options: "Batch",
	label: __("Batch No"),
	value: batch_no,
	filters: { item: item_code, disabled: 0 },
});
const get_warehouse_link = ({ doc }, { warehouse }) => ({
	options: "Warehouse",
	label: __("Warehouse"),
	value: warehouse,
	filters: { company: doc.company, is_group: 0, disabled: 0 },
});

function make_link(parent, { options, label, value, filters }, take) {
	const control = frappe.ui.form.make_control({
		parent,
		df: {
			fieldtype: "Link",
			fieldname: `panel_${frappe.scrub(options)}`,
			options,
			label,
			only_select: 1,
			get_query: () => ({ filters }),
			change() {
				const chosen = control.get_value() || null;
				if (chosen !== (value || null)) take(chosen);
			},
		},
		render_input: true,
	});
	control.set_input(value || "");
	control.$input.attr("aria-label", label);
}

function set_in_part({ name }, values) {
	for (const [fieldname, value] of Object.entries(values))
		frappe.model.set_value(PART, name, fieldname, value);
}

function add_number(part, serial_no) {
	const numbers = (part.serial_no || "").split("\n").filter(Boolean);
	if (serial_no && !numbers.includes(serial_no)) {
		set_in_part(part, { serial_no: [...numbers, serial_no].join("\n") });
	}
}

/** A part that is there already is one more; another one comes from where the one before came from. */
async function add_part(frm, item_code) {
	if (!item_code) return;
	const there = frm.doc.parts?.find(
		(part) => part.item_code === item_code && !part.serial_no && !part.batch_no,
	);
	if (there) {
		set_in_part(there, { qty: there.qty + 1 });
		return;
	}
	const warehouse = frm.doc.parts?.at(-1)?.warehouse || frappe.boot.maintenance_visits.default_warehouse;
	const part = frm.add_child("parts", { qty: 1, warehouse });
	frm.refresh_field("parts");
	set_in_part(part, { item_code });
	const { item_name, stock_uom } = await get_item(item_code);
	set_in_part(part, { item_name, uom: stock_uom, stock_uom });
}
