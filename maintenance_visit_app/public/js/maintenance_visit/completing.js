// The end of a visit: the customer signs, and it is completed; what is missing is told before, and led to.

frappe.ui.form.on("Maintenance Visit", {
	refresh: (frm) => name_reset(frm.get_field("customer_signature")),
	on_tab_change: (frm) => name_reset(frm.get_field("customer_signature")),
});

const SMALLEST_SIGNATURE = 20;
const MISSING = "maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.missing.get_missing";
maintenance_visit_app.panels.sign = async function (frm, log) {
	if (!(await maintenance_visit_app.panels.save(frm))) return;
	const missing = (await get_missing(frm)).filter((gap) => !is_to_come(gap));
	if (!missing.length) ask_signature(frm, log);
	else
		show_missing(frm, __("Missing Before It Is Signed"), missing, {
			label: __("Sign Anyway"),
			go_on: () => ask_signature(frm, log),
		});
};

maintenance_visit_app.panels.complete = async function (frm) {
	if (!(await maintenance_visit_app.panels.save(frm))) return;
	const missing = await get_missing(frm);
	const ask = () =>
		maintenance_visit_app.panels.show_dialog(frappe.confirm(get_question(frm.doc), () => submit(frm)));
	if (missing.some((gap) => !gap.is_question)) show_missing(frm, __("Needed to Complete"), missing);
	else if (!missing.length) ask();
	else
		show_missing(frm, __("Missing in the Parts"), missing, {
			label: __("Complete Anyway"),
			go_on: ask,
		});
};

const get_missing = (frm) => frappe.xcall(MISSING, { name: frm.doc.name, with_questions: 1 });

/** What comes with the signature, or after it. */
const is_to_come = ({ table, fieldname }) => table === "time_logs" || fieldname === "customer_signature";

function get_question({ customer_name, customer, signed_by }) {
	const names = [customer_name || customer, signed_by].map((name) => frappe.utils.escape_html(name || ""));
	const question = signed_by
		? __("Complete the visit to {0}, signed by {1}?", names)
		: __("Complete the visit to {0} without a signature?", names);
	return `${question} ${__("It can't be changed afterwards.")}`;
}

/** As Desk's own button does it, after another question. */
async function submit(frm) {
	frappe.validated = true;
	await frm.script_manager.trigger("before_submit");
	if (!frappe.validated) return;
	await frm.save("Submit");
	if (frm.doc.docstatus !== 1) return;
	frappe.utils.play_sound("submit");
	frappe.utils.scroll_to(0);
	await frm.script_manager.trigger("on_submit");
}

function ask_signature(frm, log) {
	const dialog = new frappe.ui.Dialog({
		title: __("Signature: {0}", [frm.doc.customer_name || frm.doc.customer]),
		fields: [
			{
				fieldtype: "Signature",
				fieldname: "customer_signature",
				label: __("Customer Signature"),
				reqd: 1,
			},
			{ fieldtype: "Data", fieldname: "signed_by", label: __("Signed By"), reqd: 1 },
		],
		primary_action_label: log ? __("Sign and Check Out") : __("Sign", null, "Signature"),
		primary_action: (values) => take_signature(frm, dialog, values, log),
		...(log && {
			secondary_action_label: __("Only Sign"),
			secondary_action() {
				const values = dialog.get_values();
				if (values) take_signature(frm, dialog, values);
			},
		}),
	});
	maintenance_visit_app.panels.show_dialog(dialog);
	suggest_signer(dialog.fields_dict.signed_by, frm.doc.contact_display);
	name_reset(dialog.fields_dict.customer_signature);
}

async function take_signature(frm, dialog, { customer_signature, signed_by }, log) {
	if (is_dot(dialog.fields_dict.customer_signature)) {
		frappe.show_alert({
			message: __("That is only a dot: let the customer sign in the box."),
			indicator: "orange",
		});
		return;
	}
	dialog.hide();
	await frm.set_value({ customer_signature, signed_by });
	frm.is_newly_signed = false; // Asked already
	if ((await maintenance_visit_app.panels.save(frm)) && log) {
		await maintenance_visit_app.panels.check_out(frm, log);
	}
}

/** Whether all that was drawn is smaller than a letter, in pixels of the pad. */
function is_dot({ $pad }) {
	const strokes = $pad.jSignature("getData", "native");
	const spread = (axis) => {
		const places = strokes.flatMap((stroke) => stroke[axis]);
		return Math.max(...places) - Math.min(...places);
	};
	return Math.max(spread("x"), spread("y")) < SMALLEST_SIGNATURE;
}

/** The contact may sign, or somebody else: offered by the browser, not filled in. Desk's label names no field. */
function suggest_signer({ $input, df }, name) {
	$input.attr({ "aria-label": df.label, autocomplete: "off" });
	if (!name) return;
	$("<datalist id='visit-signers'>").append($("<option>").val(name)).insertAfter($input);
	$input.attr("list", "visit-signers");
}

/** Desk's icon has no name. */
function name_reset({ $wrapper }) {
	const name = () => {
		const label = __("Clear the signature");
		return $wrapper.find(".signature-reset").attr({ role: "button", "aria-label": label, title: label })
			.length;
	};
	if (name()) return;
	// The pad is made when there is room for it
	const observer = new window.MutationObserver(() => name() && observer.disconnect());
	observer.observe($wrapper[0], { childList: true, subtree: true });
}

/** `way_on`, where there is one without what is missing: {label, go_on}. */
function show_missing(frm, title, missing, way_on) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields: [{ fieldtype: "HTML", fieldname: "missing" }],
		...(way_on && {
			secondary_action_label: way_on.label,
			secondary_action() {
				dialog.hide();
				way_on.go_on();
			},
		}),
	});
	const list = $('<div class="visit-missing"></div>').appendTo(dialog.fields_dict.missing.$wrapper);
	for (const gap of missing) {
		$('<button class="btn btn-md btn-default"></button>')
			.html(gap.message)
			.on("click", () => {
				dialog.$wrapper.one("hidden.bs.modal", () => lead_to(frm, gap));
				dialog.hide();
			})
			.appendTo(list);
	}
	maintenance_visit_app.panels.show_dialog(dialog);
}

/** The panels that show rows to a thumb. */
const PANELS = {
	purposes: "purposes_panel",
	checks: "checklist_panel",
	parts: "parts_panel",
	photos: "photo_gallery",
};

function lead_to(frm, { table, row_name, fieldname }) {
	if (fieldname === "customer_signature") ask_signature(frm);
	else if (table === "time_logs") lead_to_steps(frm);
	else if (PANELS[table]) {
		const of_row = `[data-row=${JSON.stringify(row_name)}]`;
		maintenance_visit_app.panels.lead_to(frm, PANELS[table], [
			`${of_row} [data-fieldname=${JSON.stringify(fieldname)}]`,
			`${of_row} [data-status], ${of_row} [data-result], ${of_row} input`,
		]);
	} else frm.scroll_to_field(fieldname);
}

function lead_to_steps(frm) {
	frm.layout.wrapper.find(".visit-steps button[data-step=check_out]").first().trigger("focus");
}
