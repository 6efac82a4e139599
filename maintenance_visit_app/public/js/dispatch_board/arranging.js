// A better plan, worked out in the background and shown as a difference: all of it, some or none is taken.

frappe.provide("maintenance_visit_app.dispatch");

maintenance_visit_app.dispatch.arrange = function (board) {
	const is_whole = board.view !== "day";
	const [first, last] = [board.days[0], board.days[board.days.length - 1]];
	const dialog = new frappe.ui.Dialog({
		title: __("Arrange"),
		fields: [
			{
				fieldtype: "HTML",
				options: `<p class="text-muted">${__(
					"A better order and better technicians are proposed for what nobody has promised or begun. Nothing is changed before you accept it.",
				)}</p>`,
			},
			{ fieldtype: "Section Break" },
			{ fieldtype: "Date", fieldname: "start", label: __("From"), default: first, reqd: 1 },
			{ fieldtype: "Column Break" },
			{ fieldtype: "Date", fieldname: "end", label: __("To"), default: is_whole ? last : first, reqd: 1 },
			{ fieldtype: "Section Break" },
			{
				fieldtype: "MultiSelectPills",
				fieldname: "technicians",
				label: __("Technicians"),
				description: __("All of the board, if empty."),
				get_data: (text) =>
					board.data.technicians
						.map(({ name }) => name)
						.filter((name) => name.toLowerCase().includes(text.toLowerCase()))
						.map((name) => ({ value: name, description: "" })),
			},
		],
		primary_action_label: __("Propose"),
		primary_action: ({ start, end, technicians }) => {
			dialog.hide();
			new maintenance_visit_app.dispatch.Proposal(board).begin({ start, end, technicians });
		},
	});
	dialog.show();
};

maintenance_visit_app.dispatch.Proposal = class {
	constructor(board) {
		this.board = board;
		this.path = `${maintenance_visit_app.dispatch.METHODS}.proposals`;
	}

	async begin(args) {
		this.name = await frappe.xcall(`${this.path}.propose`, args);
		this.dialog = new frappe.ui.Dialog({
			title: __("Proposal"),
			size: "large",
			fields: [{ fieldtype: "HTML", fieldname: "body" }],
			primary_action_label: __("Accept"),
			primary_action: () => this.accept(),
			secondary_action_label: __("Cancel"),
			secondary_action: () => this.dialog.hide(),
			on_hide: () => this.stop(),
		});
		this.dialog.get_primary_btn().hide();
		this.dialog.show();
		this.ask();
	}

	/** A request may fail while the work goes on. */
	async ask(failed = 0) {
		const found = await frappe.xcall(`${this.path}.get_proposal`, { name: this.name }).catch(() => null);
		if (found) this.go_on(found);
		else if (failed < 5 && !this.is_stopped) window.setTimeout(() => this.ask(failed + 1), 3000);
		else this.give_up();
	}

	go_on({ state, share, proposal }) {
		if (state === "running" && !this.is_stopped) {
			this.draw_progress(share);
			window.setTimeout(() => this.ask(), 700);
		} else if (state === "done") {
			this.is_stopped = true;
			this.draw(proposal);
		} else {
			this.give_up();
		}
	}

	give_up() {
		if (!this.is_stopped) this.write(`<p>${__("The proposal could not be worked out.")}</p>`);
	}

	stop() {
		if (this.is_stopped) return;
		this.is_stopped = true;
		frappe.xcall(`${this.path}.cancel`, { name: this.name });
	}

	write(html) {
		this.dialog.get_field("body").$wrapper.html(html);
	}

	draw_progress(share) {
		const percent = Math.round(share * 100);
		this
			.write(`<p>${__("Working it out…")}</p><div class="progress"><div class="progress-bar" role="progressbar"
			aria-valuenow="${percent}" aria-valuemin="0" aria-valuemax="100" style="width: ${percent}%"></div></div>`);
	}

	draw({ changes, unplaced, kept, before, after }) {
		this.changes = changes;
		const { write_duration } = maintenance_visit_app.dispatch;
		const saved = before.travel - after.travel;
		const facts = [
			__("{0} visits move, {1} stay.", [changes.length, kept]),
			__("Travel: {0} instead of {1}.", [write_duration(after.travel), write_duration(before.travel)]),
			saved > 0 && __("{0} of travel are saved.", [write_duration(saved)]),
			after.placed > before.placed && __("{0} more visits are placed.", [after.placed - before.placed]),
		];
		const rows = changes.map((change, number) => this.draw_change(change, number));
		const table = `<table class="table dispatch-changes"><tr>
			<th><input type="checkbox" checked data-all aria-label="${__("All")}"></th>
			<th>${__("Visit")}</th><th>${__("Now")}</th><th>${__("Proposed")}</th></tr>${rows.join("")}</table>`;
		const nothing = `<p>${__("The plan is as good as it gets.")}</p>`;
		this.write(
			`<p>${facts.filter(Boolean).join(" ")}</p>${changes.length ? table : nothing}${this.draw_left(unplaced)}`,
		);
		const $body = this.dialog.get_field("body").$wrapper;
		$body.on("change", "[data-all]", ({ currentTarget }) => {
			$body.find("[data-change]").prop("checked", currentTarget.checked);
		});
		this.dialog.get_primary_btn().toggle(changes.length > 0);
	}

	draw_change({ visit, customer_name, before, after }, number) {
		const { escape_html } = frappe.utils;
		const { write_day } = maintenance_visit_app.dispatch;
		const tell = (planned) => {
			if (!planned) return `<span class="text-muted">${__("not planned")}</span>`;
			const when = write_day(`${planned.mntc_date} ${planned.mntc_time}`, "hour");
			return `${escape_html(when)}<br>${escape_html(planned.technicians.join(", "))}`;
		};
		const label = escape_html(customer_name || visit);
		return `<tr><td><input type="checkbox" checked data-change="${number}" aria-label="${label}"></td>
			<td>${label}<br><small class="text-muted">${escape_html(visit)}</small></td>
			<td>${tell(before)}</td><td><b>${tell(after)}</b></td></tr>`;
	}

	draw_left(unplaced) {
		if (!unplaced.length) return "";
		const { escape_html } = frappe.utils;
		const rows = unplaced.map(({ customer_name, visit, reasons }) => {
			const why = escape_html(reasons.join(" "));
			return `<li>${escape_html(customer_name || visit)}: <span class="text-muted">${why}</span></li>`;
		});
		return `<p><b>${__("No place was found for:")}</b></p><ul>${rows.join("")}</ul>`;
	}

	/** Each change is a move like any other, with the rules of saving; together they can be undone. */
	async accept() {
		const chosen = this.dialog.$wrapper
			.find("[data-change]:checked")
			.get()
			.map(({ dataset }) => this.changes[dataset.change])
			.map(({ visit, plan, was }) => ({ visit, plan: { ...was, ...plan }, was }));
		this.dialog.hide();
		if (!chosen.length) return;
		const { error, answer } = await this.board.move_all(chosen);
		if (error) return;
		const number = answer.filter((each) => !each.error).length;
		const indicator = number === chosen.length ? "green" : "orange";
		frappe.show_alert({ message: __("{0} visits planned", [number]), indicator });
	}
};
