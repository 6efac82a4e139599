// A visit's plan in a dialog: what is wrong with it, when, how long and who; the same for what is to be a visit.

frappe.provide("maintenance_visit_app.dispatch");

maintenance_visit_app.dispatch.open_plan = function (board, thing) {
	const dialog = thing.doctype
		? new maintenance_visit_app.dispatch.SourceDialog(board, thing)
		: new maintenance_visit_app.dispatch.PlanDialog(board, thing);
	dialog.show();
};

maintenance_visit_app.dispatch.get_technician_field = function (fieldname, label, get_day) {
	return {
		fieldname,
		label,
		fieldtype: "Link",
		options: "Sales Person",
		only_select: true,
		get_query: () => ({
			query: "maintenance_visit_app.maintenance_visits.planning.workload.search_technicians",
			filters: { days: [get_day()].filter(Boolean) },
		}),
	};
};

maintenance_visit_app.dispatch.PlanDialog = class {
	constructor(board, visit) {
		Object.assign(this, { board, visit });
		this.plan = maintenance_visit_app.dispatch.get_plan(visit);
	}

	show() {
		const { visit } = this;
		const read_only = visit.is_changeable ? 0 : 1;
		this.dialog = new frappe.ui.Dialog({
			title: visit.customer_name || visit.customer,
			fields: [
				{ fieldtype: "HTML", fieldname: "facts", options: this.get_facts() },
				{ fieldtype: "Section Break" },
				{ fieldtype: "Date", fieldname: "mntc_date", label: __("Date"), reqd: 1, read_only },
				{ fieldtype: "Column Break" },
				{ fieldtype: "Time", fieldname: "mntc_time", label: __("Time", null, "Dispatch Board"), read_only },
				{ fieldtype: "Column Break" },
				{
					fieldtype: "Duration",
					fieldname: "planned_duration",
					label: __("Planned Duration"),
					hide_days: 1,
					hide_seconds: 1,
					read_only,
				},
				{ fieldtype: "Section Break", label: __("Technicians") },
				...this.get_rows(read_only),
			],
			...(!read_only && {
				primary_action_label: __("Save"),
				primary_action: () => this.save(),
			}),
			secondary_action_label: __("Open Visit"),
			secondary_action: () => {
				this.dialog.hide();
				frappe.set_route("Form", "Maintenance Visit", visit.name);
			},
		});
		const mntc_time = this.plan.mntc_time && `${this.plan.mntc_time}:00`;
		this.dialog.set_values({ ...this.plan, mntc_time, ...this.get_persons() });
		if (!read_only) this.add_find_a_slot();
		this.dialog.show();
	}

	get_rows(read_only) {
		const get_day = () => this.dialog?.get_value("mntc_date");
		return this.visit.rows.map((row, number) => ({
			...maintenance_visit_app.dispatch.get_technician_field(
				`row_${number}`,
				row.item_name || row.item_code || __("Row {0}", [number + 1]),
				get_day,
			),
			read_only,
		}));
	}

	get_persons() {
		return Object.fromEntries(
			this.visit.rows.map(({ service_person }, number) => [`row_${number}`, service_person]),
		);
	}

	/** What there is to know before it is moved: remarks, window, skills. */
	get_facts() {
		const { visit } = this;
		const { escape_html } = frappe.utils;
		const when = (at) => maintenance_visit_app.dispatch.write_day(at, "hour");
		const facts = [
			[visit.name, __(visit.status, null, "Maintenance Visit"), visit.city].filter(Boolean).join(" · "),
			visit.skills.length && __("Asks for: {0}", [visit.skills.join(", ")]),
			visit.earliest && __("Not before {0}", [when(visit.earliest)]),
			visit.latest && __("Not after {0}", [when(visit.latest)]),
			visit.fixed_appointment && __("Fixed appointment"),
		];
		const lines = facts.filter(Boolean).map((fact) => `<div class="text-muted">${escape_html(fact)}</div>`);
		const remarks = (visit.remarks || []).map(
			({ text }) => `<li class="dispatch-remark">${escape_html(text)}</li>`,
		);
		return `${lines.join("")}${remarks.length ? `<ul class="dispatch-remarks">${remarks.join("")}</ul>` : ""}`;
	}

	add_find_a_slot() {
		const $button = $(`<button type="button" class="btn btn-default btn-sm">${__("Find a Slot")}</button>`);
		$button.prependTo(this.dialog.$wrapper.find(".modal-footer .standard-actions"));
		$button.on("click", () => {
			this.dialog.hide();
			maintenance_visit_app.dispatch.find_a_slot(this.visit.name, (slot) => this.take(slot));
		});
	}

	/** All rows that have the same technician, or none, go to the slot's one. */
	take({ technicians, mntc_date, mntc_time, planned_duration }) {
		const persons = this.visit.technicians;
		const new_one = (person) => technicians[Math.max(persons.indexOf(person), 0)] || technicians[0];
		const rows = Object.entries(this.plan.technicians);
		this.board.move(this.visit, {
			mntc_date,
			mntc_time,
			planned_duration: this.plan.planned_duration || planned_duration,
			technicians: Object.fromEntries(rows.map(([row, person]) => [row, new_one(person)])),
		});
	}

	save() {
		const values = this.dialog.get_values();
		if (!values) return;
		this.dialog.hide();
		this.board.move(this.visit, {
			mntc_date: values.mntc_date,
			mntc_time: values.mntc_time ? values.mntc_time.slice(0, 5) : null,
			planned_duration: values.planned_duration || null,
			technicians: Object.fromEntries(
				this.visit.rows.map(({ name }, number) => [name, values[`row_${number}`] || null]),
			),
		});
	}
};

/** A date of a schedule, a claim or an order: with its plan it becomes a visit. */
maintenance_visit_app.dispatch.SourceDialog = class {
	constructor(board, source) {
		Object.assign(this, { board, source });
	}

	show() {
		const { source, board } = this;
		const { get_technician_field } = maintenance_visit_app.dispatch;
		const link = frappe.utils.get_form_link(source.doctype, source.name, true);
		const items = frappe.utils.escape_html([...new Set(source.items)].join(", "));
		const dialog = new frappe.ui.Dialog({
			title: source.customer_name || source.customer,
			fields: [
				{ fieldtype: "HTML", options: `<p>${__(source.doctype)} ${link}<br>${items}</p>` },
				{ fieldtype: "Section Break" },
				{ fieldtype: "Date", fieldname: "mntc_date", label: __("Date"), reqd: 1 },
				{ fieldtype: "Column Break" },
				{ fieldtype: "Time", fieldname: "mntc_time", label: __("Time", null, "Dispatch Board") },
				{ fieldtype: "Section Break" },
				get_technician_field("service_person", __("Technician"), () => dialog.get_value("mntc_date")),
			],
			primary_action_label: __("Plan Visit"),
			primary_action: ({ mntc_date, mntc_time, service_person }) => {
				dialog.hide();
				board.plan_source(source, {
					mntc_date,
					mntc_time: mntc_time ? mntc_time.slice(0, 5) : null,
					service_person: service_person || null,
				});
			},
		});
		dialog.set_values({ mntc_date: source.day, service_person: source.technician });
		dialog.show();
	}
};
