// The best slots for a visit, and who is free: on the board and in the visit's form, for who has the customer on the line.

frappe.provide("maintenance_visit_app.dispatch");

maintenance_visit_app.dispatch.SLOT_STYLE = `
	.dispatch-slot { display: flex; align-items: center; gap: 12px; width: 100%; margin-bottom: 6px; padding: 10px 12px;
		border: 1px solid var(--border-color); border-radius: 8px; background: var(--card-bg);
		color: var(--text-color); text-align: left }
	.dispatch-slot:is(:hover, :focus-visible) { border-color: var(--blue-500); background: var(--control-bg) }
	.dispatch-slot > div { flex: 1; min-width: 0 }
	.dispatch-slot small { display: block; color: var(--text-muted) }`;

/** Show the five best slots of a visit; `take` is given the one that is chosen. */
maintenance_visit_app.dispatch.find_a_slot = async function (visit, take) {
	const method = "maintenance_visit_app.dispatch.suggestions.find_slots";
	const { today } = maintenance_visit_app.dispatch.get_now();
	let asked = 0;
	const show = async (start) => {
		const number = (asked += 1);
		const found = await frappe.xcall(method, { visit, start });
		if (number !== asked) return;
		maintenance_visit_app.dispatch.show_slots(dialog, found, (slot) => {
			dialog.hide();
			take(slot);
		});
	};
	const dialog = new frappe.ui.Dialog({
		title: __("Find a Slot"),
		fields: [
			{
				fieldtype: "Date",
				fieldname: "start",
				label: __("From"),
				default: today,
				change: () => dialog.is_shown && show(dialog.get_value("start")),
			},
			{ fieldtype: "HTML", fieldname: "slots" },
		],
	});
	dialog.show();
	dialog.is_shown = true;
	await show(today);
};

/** Slots as buttons: who and when, and why; or why there are none. */
maintenance_visit_app.dispatch.show_slots = function (dialog, { slots, reasons }, take) {
	const { escape_html } = frappe.utils;
	frappe.dom.set_style(maintenance_visit_app.dispatch.SLOT_STYLE, "dispatch-slots");
	const $slots = dialog.get_field("slots").$wrapper.empty();
	for (const slot of slots) {
		const { write_day } = maintenance_visit_app.dispatch;
		const when = write_day(`${slot.mntc_date} ${slot.mntc_time}`, "slot");
		$(`<button type="button" class="dispatch-slot">
			<div><b>${escape_html(slot.technicians.join(", "))}</b><small>${escape_html(slot.reason)}</small></div>
			<span>${escape_html(when)}</span></button>`)
			.on("click", () => take(slot))
			.appendTo($slots);
	}
	if (slots.length) return;
	const told = reasons.map((reason) => `<li>${escape_html(reason)}</li>`);
	$slots.html(`<p>${__("There is no slot in these days.")}</p><ul class="text-muted">${told.join("")}</ul>`);
};

/** Who is free, when nobody has made the visit yet. What is chosen opens a new visit. */
maintenance_visit_app.dispatch.find_free = function (board) {
	let asked = 0;
	const search = frappe.utils.debounce(async () => {
		const number = (asked += 1);
		const { day, part, minutes } = dialog.get_values(true);
		// Of a link what was chosen: what is being typed is the name of nothing
		const [skill, customer] = ["skill", "customer"].map((name) => dialog.get_field(name).value);
		const args = {
			start: day,
			part,
			minutes: (minutes || 3600) / 60,
			skills: skill ? [skill] : [],
			customer,
		};
		const found = await frappe.xcall("maintenance_visit_app.dispatch.suggestions.find_free", args);
		// What was asked for before is no answer any more
		if (number !== asked) return;
		maintenance_visit_app.dispatch.show_slots(dialog, found, (slot) => {
			dialog.hide();
			maintenance_visit_app.dispatch.make_visit(slot, { customer, skill });
		});
	}, 250);
	const { today } = maintenance_visit_app.dispatch.get_now();
	const change = () => search();
	const field = (fieldname, fieldtype, label, more) => ({ fieldname, fieldtype, label, change, ...more });
	const dialog = new frappe.ui.Dialog({
		title: __("Who Is Free?"),
		fields: [
			field("day", "Date", __("Day"), { default: board.day > today ? board.day : today }),
			field("part", "Select", __("Part of the Day"), {
				options: [
					{ value: "", label: __("Any time") },
					{ value: "morning", label: __("Morning") },
					{ value: "afternoon", label: __("Afternoon") },
				],
			}),
			{ fieldtype: "Column Break" },
			field("skill", "Link", __("Skill"), { options: "Service Skill" }),
			field("minutes", "Duration", __("Duration"), { default: 3600, hide_days: 1, hide_seconds: 1 }),
			{ fieldtype: "Column Break" },
			field("customer", "Link", __("Near"), { options: "Customer" }),
			{ fieldtype: "Section Break" },
			{ fieldtype: "HTML", fieldname: "slots" },
		],
	});
	dialog.show();
	search();
};

maintenance_visit_app.dispatch.make_visit = function (slot, { customer, skill }) {
	const { mntc_date, mntc_time, planned_duration, technicians } = slot;
	frappe.new_doc("Maintenance Visit", { customer }, (visit) => {
		Object.assign(visit, { mntc_date, mntc_time: `${mntc_time}:00`, planned_duration });
		const row = visit.purposes?.[0] || frappe.model.add_child(visit, "purposes");
		row.service_person = technicians[0];
		if (skill) frappe.model.add_child(visit, "required_skills").skill = skill;
	});
};
