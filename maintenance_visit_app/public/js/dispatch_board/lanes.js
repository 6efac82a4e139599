// The lanes: a row for each technician, with a cell for each day, or the hours of one day.

frappe.provide("maintenance_visit_app.dispatch");

maintenance_visit_app.dispatch.Lanes = class {
	constructor(board) {
		this.board = board;
		this.$root = $('<div class="dispatch-lanes" role="grid"></div>').appendTo(board.$main);
		this.$root.attr("aria-label", __("Technicians"));
		Object.assign(this, { drawn: new Map(), rows: new Map(), waiting: [] });
	}

	/** Draw what has changed: of fifty lanes those in sight at once, and the others while nothing else is to do. */
	draw() {
		const technicians = this.board.data.technicians.filter((person) => this.board.is_shown(person));
		this.index();
		this.set_hours();
		this.$root.attr("data-view", this.board.view).css(this.get_measures());
		const order = JSON.stringify([this.board.view, ...technicians.map(({ name }) => name)]);
		if (this.order !== order) this.draw_outline(technicians);
		this.order = order;
		this.rows.get("").innerHTML = this.draw_head();
		this.waiting = technicians
			.map((technician) => ({ technician, facts: this.get_facts(technician) }))
			.filter(({ technician, facts }) => this.drawn.get(technician.name) !== facts);
		this.draw_waiting();
	}

	/** Where a week is wider than the screen it is looked at from today, not from Monday. */
	show_today() {
		const [today] = this.$root.find(".dispatch-head .is-today");
		today?.scrollIntoView({ block: "nearest", inline: "center" });
	}

	/** Rows that have about their height, and nothing in them yet. */
	draw_outline(technicians) {
		this.drawn = new Map();
		const rows = technicians.map((technician) => {
			const name = frappe.utils.escape_html(technician.name);
			const height = this.guess_height(technician);
			return `<div class="dispatch-row" role="row" data-row="${name}" style="min-height: ${height}px"></div>`;
		});
		const head = '<div class="dispatch-row dispatch-head" role="row"></div>';
		this.$root.html(head + rows.join("") + this.draw_none(technicians));
		const names = ["", ...technicians.map(({ name }) => name)];
		this.rows = new Map(names.map((name, number) => [name, this.$root[0].children[number]]));
	}

	guess_height({ name }) {
		const most = Math.max(...this.board.days.map((day) => this.get_visits(name, day).length));
		return Math.max(54, { day: 56, week: 16 + most * 61, month: 10 + most * 20 }[this.board.view]);
	}

	/** All that a lane shows, as a text: what is the same is not drawn anew. */
	get_facts(technician) {
		const { days, data } = this.board;
		const visits = days.map((day) => this.get_visits(technician.name, day));
		const dimmed = this.board.is_dimmed(technician);
		return JSON.stringify([technician, days[0], data.today, this.from, this.to, dimmed, visits]);
	}

	draw_waiting() {
		const here = this.waiting.length > 8 ? this.get_in_sight() : this.waiting;
		this.waiting = this.waiting.filter((lane) => !here.includes(lane));
		here.forEach((lane) => this.fill(lane));
		if (!this.waiting.length || this.is_filling) return;
		this.is_filling = true;
		const wait = window.requestIdleCallback || ((then) => window.setTimeout(then, 30));
		wait((idle) => this.draw_some(idle));
	}

	get_in_sight() {
		const { top, bottom } = this.board.$main[0].getBoundingClientRect();
		return this.waiting.filter(({ technician }) => {
			const row = this.rows.get(technician.name);
			const place = row.getBoundingClientRect();
			return (place.bottom > top && place.top < bottom) || row.contains(document.activeElement);
		});
	}

	draw_some(idle) {
		this.is_filling = false;
		do this.fill(this.waiting.shift());
		while (this.waiting.length && idle?.timeRemaining() > 5);
		this.draw_waiting();
	}

	/** Draw all lanes that still wait: who walks by keyboard goes where he likes. */
	finish() {
		this.waiting.splice(0).forEach((lane) => this.fill(lane));
	}

	fill(lane) {
		if (!lane) return;
		const { technician, facts } = lane;
		const row = this.rows.get(technician.name);
		row.innerHTML = this.draw_lane(technician);
		row.style.minHeight = "";
		row.classList.toggle("is-dimmed", Boolean(this.board.is_dimmed(technician)));
		this.drawn.set(technician.name, facts);
	}

	draw_none({ length }) {
		if (length) return "";
		return `<p class="dispatch-none text-muted">${__("No technician fits these filters.")}</p>`;
	}

	/** Visits by lane and day: of several days, on each of them. */
	index() {
		this.visits_of = new Map();
		for (const visit of this.board.data.visits) {
			for (const day of this.get_days_of(visit)) {
				for (const lane of visit.technicians) {
					const key = `${lane}|${day}`;
					if (!this.visits_of.has(key)) this.visits_of.set(key, []);
					this.visits_of.get(key).push(visit);
				}
			}
		}
		const order = ({ start }) => start ?? -1;
		for (const visits of this.visits_of.values()) visits.sort((a, b) => order(a) - order(b));
	}

	get_days_of({ mntc_date, end_day }) {
		if (mntc_date === end_day) return [mntc_date];
		return this.board.days.filter((day) => mntc_date <= day && day <= end_day);
	}

	get_visits(lane, day) {
		return this.visits_of.get(`${lane}|${day}`) || [];
	}

	get_day_of(technician, day) {
		return technician.days.find((each) => each.day === day) || { hours: [], minutes: 0 };
	}

	/** How far right a time of the day is, in percent of the hours that are shown. */
	get_share(minutes) {
		const { from, to } = this;
		return ((Math.min(Math.max(minutes, from), to) - from) / (to - from)) * 100;
	}

	/** Time goes by in lanes that aren't drawn anew, too. */
	move_now() {
		const { minutes } = maintenance_visit_app.dispatch.get_now();
		this.$root.find(".dispatch-now").css("left", `${this.get_share(minutes)}%`);
	}

	/** Which hours a day shows: those of work and of visits, and some around. */
	set_hours() {
		const [day] = this.board.days;
		const times = this.board.data.technicians.flatMap((technician) => [
			...this.get_day_of(technician, day).hours.flat(),
			...this.get_visits(technician.name, day)
				.filter(({ start }) => start !== null)
				.flatMap(({ start, minutes }) => [start, Math.min(start + minutes, 24 * 60)]),
		]);
		this.from = Math.floor(Math.min(7 * 60, ...times) / 60) * 60;
		this.to = Math.ceil(Math.max(19 * 60, ...times) / 60) * 60;
	}

	get_measures() {
		const { days, view } = this.board;
		return { "--days": days.length, "--hours": view === "day" ? (this.to - this.from) / 60 : 0 };
	}

	draw_head() {
		const cells = this.board.view === "day" ? this.draw_hours() : this.draw_days();
		return `<div class="dispatch-corner" role="columnheader">${this.draw_count()}</div>${cells}`;
	}

	draw_count() {
		const number = this.board.data.technicians.filter((person) => this.board.is_shown(person)).length;
		return number === 1 ? __("1 technician") : __("{0} technicians", [number]);
	}

	draw_days() {
		const { today } = this.board.data;
		const { write_day } = maintenance_visit_app.dispatch;
		const opens = __("Show this day");
		return this.board.days
			.map((day) => {
				const classes = ["dispatch-day", day === today && "is-today"];
				return `<button type="button" class="${classes.filter(Boolean).join(" ")}" role="columnheader"
					data-open-day="${day}" title="${opens}">
					<span>${write_day(day, "weekday")}</span> <b>${write_day(day, "number")}</b></button>`;
			})
			.join("");
	}

	draw_hours() {
		const hours = [];
		for (let at = this.from; at < this.to; at += 60) {
			hours.push(`<div class="dispatch-hour">${maintenance_visit_app.dispatch.write_time(at)}</div>`);
		}
		return `<div class="dispatch-timeless-head">${__("No time")}</div>
			<div class="dispatch-hours">${hours.join("")}</div>`;
	}

	draw_lane(technician) {
		const cells =
			this.board.view === "day"
				? new maintenance_visit_app.dispatch.Timeline(this, technician).draw()
				: this.board.days.map((day) => this.draw_cell(technician, day)).join("");
		return `${this.draw_name(technician)}${cells}`;
	}

	draw_name(technician) {
		const escape = frappe.utils.escape_html;
		const minutes = this.board.days.reduce((sum, day) => sum + this.get_load(technician.name, day), 0);
		const free = this.board.days.reduce((sum, day) => sum + this.get_day_of(technician, day).minutes, 0);
		const skills = technician.skills.join(", ");
		return `<div class="dispatch-name" role="rowheader" style="--lane: ${escape(technician.color || "")}">
			<span class="dispatch-avatar" aria-hidden="true">${escape(frappe.get_abbr(technician.name))}</span>
			<div class="dispatch-name-text"><b title="${escape(technician.name)}">${escape(technician.name)}</b>
			<small>${this.write_load(minutes, free)}</small>
			${skills ? `<small title="${escape(skills)}">${escape(skills)}</small>` : ""}</div></div>`;
	}

	/** Of several days no more than the day's working time is taken. */
	get_load(lane, day) {
		return this.get_visits(lane, day).reduce((sum, { mntc_date, end_day, minutes }) => {
			return sum + (mntc_date === end_day ? minutes : Math.min(minutes, 8 * 60));
		}, 0);
	}

	write_load(minutes, free) {
		const hours = (value) => window.format_number(value / 60, null, value % 60 ? 1 : 0);
		return free ? __("{0} of {1} h", [hours(minutes), hours(free)]) : __("{0} h", [hours(minutes)]);
	}

	draw_cell(technician, day) {
		const of_day = this.get_day_of(technician, day);
		const visits = this.get_visits(technician.name, day);
		const { escape_html } = frappe.utils;
		const classes = [
			"dispatch-cell",
			!of_day.hours.length && "is-off",
			day === this.board.data.today && "is-today",
		];
		const { write_day } = maintenance_visit_app.dispatch;
		const label = [technician.name, write_day(day, "long"), of_day.absence].filter(Boolean).join(", ");
		return `<div class="${classes.filter(Boolean).join(" ")}" role="gridcell"
			data-lane="${escape_html(technician.name)}" data-day="${day}">
			<span class="sr-only">${escape_html(label)}</span>
			${this.draw_load(technician.name, day, of_day)}
			${visits.map((visit) => this.draw_card(visit, technician.name)).join("")}
		</div>`;
	}

	draw_card(visit, lane) {
		return new maintenance_visit_app.dispatch.Card(visit, lane).draw("", this.board.view);
	}

	draw_load(lane, day, { minutes, absence }) {
		const load = this.get_load(lane, day);
		if (absence) return `<div class="dispatch-absence">${frappe.utils.escape_html(absence)}</div>`;
		if (!load || !minutes) return "";
		const share = load / minutes;
		const color = share > 1 ? "red" : share > 0.9 ? "orange" : "green";
		return `<div class="dispatch-load is-${color}" title="${this.write_load(load, minutes)}">
			<span style="width: ${Math.min(share, 1) * 100}%"></span></div>`;
	}
};
