// A visit on the board or in the tray, drawn as a card.

frappe.provide("maintenance_visit_app.dispatch");

/** Colors of the list's indicators, which follow the theme. */
maintenance_visit_app.dispatch.get_color = function ({ status, completion_status }) {
	if (status === "Submitted") return completion_status === "Fully Completed" ? "green" : "orange";
	return { Planned: "blue", "In Progress": "purple", Overdue: "red" }[status] || "gray";
};

maintenance_visit_app.dispatch.Card = class {
	constructor(visit, lane) {
		const { escape_html } = frappe.utils;
		Object.assign(this, { visit, lane, escape: (text) => escape_html(String(text ?? "")) });
		this.remarks = (visit.remarks || []).filter(({ technician }) => !lane || technician === lane);
	}

	/** What the card says to who can't see it: first what is to be seen, so that it can be called by that. */
	get_label() {
		const { status, technicians } = this.visit;
		return [
			this.get_time_text(),
			this.get_customer(),
			this.get_more(),
			__(status, null, "Maintenance Visit"),
			technicians.join(", "),
			...this.remarks.map(({ text }) => text),
		]
			.filter(Boolean)
			.join(", ");
	}

	get_customer() {
		return this.visit.customer_name || this.visit.customer;
	}

	get_time_text() {
		return this.get_time() || (this.lane ? __("No time") : "");
	}

	get_time() {
		const { start } = this.visit;
		return start === null ? "" : maintenance_visit_app.dispatch.write_time(start);
	}

	get_classes() {
		const { visit } = this;
		return [
			"dispatch-card",
			`is-${maintenance_visit_app.dispatch.get_color(visit)}`,
			visit.is_changeable ? "is-movable" : "is-still",
			visit.fixed_appointment && "is-fixed",
			this.remarks.length && "has-remarks",
			["High", "Urgent"].includes(visit.priority) && "is-pressing",
		]
			.filter(Boolean)
			.join(" ");
	}

	/** In a month there is room for the time only; a day's cards can be stretched. */
	draw(style = "", view = "week") {
		const { visit, lane, escape } = this;
		const is_stretched = view === "day" && visit.is_changeable;
		return `<div class="${this.get_classes()}" role="button" tabindex="-1" style="${style}"
			data-visit="${escape(visit.name)}" data-of-lane="${escape(lane || "")}" aria-label="${escape(this.get_label())}">
			<div class="dispatch-card-head">${this.draw_time()}${view === "month" ? "" : this.draw_marks()}</div>
			${view === "month" ? "" : this.draw_words()}
			${is_stretched ? '<div class="dispatch-grip"></div>' : ""}
		</div>`;
	}

	draw_words() {
		return `<div class="dispatch-card-title">${this.escape(this.get_customer())}</div>
			<div class="dispatch-card-more">${this.escape(this.get_more())}</div>`;
	}

	draw_time() {
		const time = this.get_time_text();
		return time ? `<span class="dispatch-card-time">${this.escape(time)}</span>` : "";
	}

	draw_marks() {
		const { visit } = this;
		const marks = [
			this.remarks.length && ["!", "dispatch-mark-remark"],
			visit.fixed_appointment && ["●", "dispatch-mark-fixed"],
			visit.technicians.length > 1 && [`×${visit.technicians.length}`, "dispatch-mark-crew"],
			visit.priority === "Urgent" && ["▲", "dispatch-mark-urgent"],
		].filter(Boolean);
		return marks.map(([sign, name]) => `<span class="${name}" aria-hidden="true">${sign}</span>`).join("");
	}

	get_more() {
		const { write_duration } = maintenance_visit_app.dispatch;
		const { visit } = this;
		return [visit.city || visit.territory, write_duration(visit.minutes)].filter(Boolean).join(" · ");
	}
};
