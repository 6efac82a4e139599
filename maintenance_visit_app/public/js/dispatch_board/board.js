// The board: which days it shows, what it knows, and what is sent when something moves.

frappe.provide("maintenance_visit_app.dispatch");

maintenance_visit_app.dispatch.METHODS = "maintenance_visit_app.dispatch";
// Milliseconds after which the board is asked for whole: addresses, holidays and leave don't change its version
maintenance_visit_app.dispatch.WHOLE_AFTER = 5 * 60_000;

/** Whether the same may be right later: what has no answer, or one of the server's own trouble, says nothing of it. */
maintenance_visit_app.dispatch.is_passing = function ({ status, exc_type }) {
	const passing = ["DoubleBookingError", "DeadlockError", "WaitedError", "QueryDeadlockError"];
	return !status || status >= 500 || status === 401 || passing.includes(exc_type);
};

maintenance_visit_app.dispatch.Board = class {
	constructor(page) {
		this.page = page;
		this.$root = $(`<div class="dispatch-board">
			<div class="dispatch-main"></div><aside class="dispatch-tray"></aside>
			<div class="sr-only" aria-live="assertive"></div></div>`).appendTo(page.main);
		this.$main = this.$root.find(".dispatch-main");
		this.$live = this.$root.find("[aria-live]");
		this.data = { technicians: [], visits: [], skills: [] };
		this.filters = {};
		this.undone = [];
		this.made = new Map();
		this.sending = Promise.resolve();
		Object.assign(this, { waiting: 0, asked: 0, taken: 0 });
		this.view = window.localStorage.getItem("dispatch-board-view") || "week";
		this.set_day(maintenance_visit_app.dispatch.get_now().today);
		this.toolbar = new maintenance_visit_app.dispatch.Toolbar(this);
		this.lanes = new maintenance_visit_app.dispatch.Lanes(this);
		this.tray = new maintenance_visit_app.dispatch.Tray(this);
		this.dropping = new maintenance_visit_app.dispatch.Dropping(this);
		this.dragging = new maintenance_visit_app.dispatch.Dragging(this);
		this.keyboard = new maintenance_visit_app.dispatch.Keyboard(this);
		this.listen();
		// On a telephone the tray lies over the lanes
		if (window.innerWidth < 768) this.toolbar.toggle_tray();
	}

	show() {
		const { day, view } = frappe.utils.get_query_params();
		if (["day", "week", "month"].includes(view)) this.view = view;
		this.set_day(day || this.day);
		this.toolbar.draw();
		this.fit();
		this.subscribe();
		return this.load();
	}

	/** Begin where the head of the page ends, which is higher or lower from one version of Desk to the next. */
	fit() {
		const board = this.$root[0];
		const top = board.getBoundingClientRect().top + window.scrollY;
		board.style.setProperty("--dispatch-top", `${Math.round(top)}px`);
	}

	/** Each list of Desk that is opened takes away all that listen, and one of visits leaves their room. */
	subscribe() {
		frappe.realtime.doctype_subscribe?.("Maintenance Visit");
		frappe.realtime.off("list_update", this.hear);
		frappe.realtime.on("list_update", this.hear);
	}

	/** Somebody else's saves are told by Frappe's realtime, sooner or later or never: the version is asked for, too. */
	listen() {
		const soon = frappe.utils.debounce(() => this.is_open() && this.load(true), 700);
		this.hear = ({ doctype }) => doctype === "Maintenance Visit" && soon();
		$(window).on("resize", () => this.is_open() && this.fit());
		window.setInterval(() => this.is_open() && !document.hidden && this.look_again(), 20_000);
		// A tip is what is read out; it is written when it is wanted
		this.$root.on("mouseenter", ".dispatch-card:not([title])", ({ currentTarget: card }) => {
			card.title = [card.getAttribute("aria-label"), card.dataset.visit].filter(Boolean).join("\n");
		});
		this.$root.on("click", "[data-open-day]", ({ currentTarget }) => {
			this.go("day", currentTarget.dataset.openDay);
		});
	}

	look_again() {
		this.lanes.move_now();
		this.load(true);
	}

	is_open() {
		return frappe.get_route()[0] === "dispatch-board";
	}

	set_day(day) {
		this.day = day;
		const unit = { day: "day", week: "isoWeek", month: "month" }[this.view];
		const [first, last] = [moment(day).startOf(unit), moment(day).endOf(unit)];
		this.days = [];
		for (const at = first.clone(); at <= last; at.add(1, "day")) {
			this.days.push(at.locale("en").format("YYYY-MM-DD"));
		}
	}

	go(view, day) {
		this.keyboard.leave();
		this.view = view;
		window.localStorage.setItem("dispatch-board-view", view);
		this.set_day(day);
		this.toolbar.draw();
		return this.load();
	}

	/** Ask for the days that are shown; `is_known` leaves out what is still as it was. */
	async load(is_known = false) {
		this.is_missed = this.is_busy();
		if (this.is_missed) return;
		const [number, days] = [(this.asked += 1), this.days];
		const found = await this.ask_for_days(is_known && this.is_young() ? this.data.version : null);
		if (found && days === this.days && number > this.taken) this.take(found, number);
	}

	is_young() {
		const { WHOLE_AFTER } = maintenance_visit_app.dispatch;
		return this.shown === this.days && Date.now() - this.taken_at < WHOLE_AFTER;
	}

	/** The board and the tray of the days that are shown; nothing where they are still as of version `known`. */
	async ask_for_days(known) {
		const [start, end] = [this.days[0], this.days[this.days.length - 1]];
		const path = `${maintenance_visit_app.dispatch.METHODS}.board.get_board`;
		const tray = known ? null : this.ask_for_tray();
		const data = await frappe.xcall(path, { start, end, known });
		return data.visits && { data, tray: await (tray || this.ask_for_tray()) };
	}

	/** What was left out while something was carried. */
	catch_up() {
		if (this.is_missed && !this.is_busy()) this.load();
	}

	is_busy() {
		return Boolean(this.waiting || this.dragging.is_busy() || this.keyboard.carried);
	}

	take({ data, tray }, number) {
		this.is_missed = this.is_busy();
		if (this.is_missed) return;
		this.taken = number;
		this.taken_at = Date.now();
		this.dropping.promised = [];
		this.data = data;
		this.tray.set(tray);
		this.draw();
		if (this.shown !== this.days) this.lanes.show_today();
		this.shown = this.days;
	}

	ask_for_tray() {
		const { METHODS, get_now } = maintenance_visit_app.dispatch;
		const horizon = frappe.datetime.add_days(get_now().today, 30);
		const until = [horizon, this.days[this.days.length - 1]].sort()[1];
		return frappe.xcall(`${METHODS}.tray.get_tray`, { until });
	}

	draw() {
		const focused = this.keyboard.remember();
		this.lanes.draw();
		this.tray.draw();
		this.toolbar.draw_state();
		this.day_map?.draw();
		this.keyboard.restore(focused);
	}

	/** Filters take lanes away; who lacks a skill or doesn't serve a territory is dimmed. */
	is_shown({ name }) {
		const { technician } = this.filters;
		return !technician || name.toLowerCase().includes(technician.toLowerCase());
	}

	is_dimmed({ skills, territories }) {
		const { skill, territory } = this.filters;
		return (
			(skill && !skills.includes(skill)) || (territory && territories && !territories.includes(territory))
		);
	}

	get_visit(name) {
		return [...this.data.visits, ...this.tray.visits].find((visit) => visit.name === name);
	}

	say(text) {
		this.$live.text(text);
	}

	/** Show a move at once, send it, and take it back where the server refuses; `was` is what the user went by. */
	move(visit, plan, was = maintenance_visit_app.dispatch.get_plan(visit)) {
		if (JSON.stringify(was) === JSON.stringify(plan)) return Promise.resolve({});
		this.adopt(maintenance_visit_app.dispatch.apply_plan(visit, plan));
		this.draw();
		return this.place(visit.name, plan, was);
	}

	/** Move a visit as it was seen earlier: by now it may be on other days, or gone. */
	async move_named(name, plan, was, is_undo = false) {
		const visit = this.get_visit(name) || (await this.find(name).catch(() => null));
		if (visit) this.adopt(maintenance_visit_app.dispatch.apply_plan(visit, plan));
		this.draw();
		return this.place(name, plan, was, is_undo);
	}

	place(visit, plan, was, is_undo = false) {
		return this.send("moves.place", { visit, plan, was }, (answer) => {
			this.note_made(answer);
			if (!is_undo) this.undone.push({ visit, plan: was, was: answer.plan });
		});
	}

	/** Whoever else saves a visit that was made here breaks the chain. */
	note_made({ visit, modified, modified_before }) {
		if (this.made.get(visit) === modified_before) this.made.set(visit, modified);
	}

	/** Move visits together, {visit, plan, was} each, so that they may change places; what is refused stays and is told. */
	move_all(moves, is_undo = false) {
		for (const { visit: name, plan } of moves) {
			const visit = this.get_visit(name);
			if (visit) this.adopt(maintenance_visit_app.dispatch.apply_plan(visit, plan));
		}
		this.draw();
		return this.send("moves.place_all", { moves }, (answers) => {
			const back = moves
				.map(({ visit, was }, number) => ({ visit, plan: was, was: answers[number].plan }))
				.filter(({ was }) => was);
			answers.filter(({ error }) => !error).forEach((answer) => this.note_made(answer));
			if (!is_undo && back.length) this.undone.push({ moves: back });
			this.tell_refused(answers.filter(({ error }) => error));
		});
	}

	tell_refused(answers) {
		if (!answers.length) return;
		const { escape_html } = frappe.utils;
		const rows = answers.map(
			({ visit, message }) => `<li><b>${escape_html(visit)}</b>: ${escape_html(message)}</li>`,
		);
		frappe.msgprint({ title: __("These Stay as They Are"), message: `<ul>${rows.join("")}</ul>` });
	}

	/** A visit of the tray that has a technician now is on the board, too; its own list is asked for anew. */
	adopt(visit) {
		const { visits } = this.data;
		if (!visits.includes(visit))
			this.data.visits = [...visits.filter(({ name }) => name !== visit.name), visit];
		this.tray.forget(visit);
	}

	plan_source(source, plan) {
		this.tray.forget(source);
		this.draw();
		return this.send("moves.plan_source", { source, plan }, ({ visit, modified }) => {
			this.made.set(visit, modified);
			this.undone.push({ visit, is_new: true });
		});
	}

	/**
	 * One after the other: a second move of a visit has to know what came of the first one.
	 * What is awaited is {answer}, or {error} where the server has refused; Desk has told why.
	 */
	send(method, args, then) {
		this.waiting += 1;
		// What was asked for before something moved is old
		this.taken = this.asked;
		// Nor is it as of any version, should it not be loaded anew
		this.data.version = null;
		this.$root.addClass("is-sending");
		this.sending = this.sending.then(async () => {
			const sent = await this.ask(method, args);
			if (!sent.error) then?.(sent.answer);
			if (sent.answer?.told) {
				const message = frappe.utils.escape_html(sent.answer.told);
				frappe.show_alert({ message, indicator: "orange" }, 8);
			}
			this.waiting -= 1;
			this.$root.toggleClass("is-sending", this.waiting > 0);
			if (!this.waiting) this.load();
			return sent;
		});
		return this.sending;
	}

	/** As frappe.xcall, which doesn't say what kind of error it is, and of a deadlock nothing. */
	async ask(method, args) {
		const sent = { error: {} };
		const callback = ({ message }) => Object.assign(sent, { error: null, answer: message });
		const path = `${maintenance_visit_app.dispatch.METHODS}.${method}`;
		try {
			await frappe.call({ method: path, args, type: "POST", callback });
		} catch ({ status, responseJSON }) {
			sent.error = { status, exc_type: responseJSON?.exc_type };
		}
		return sent;
	}

	/** What others have changed stays, and what is refused for another reason can be tried again. */
	async undo() {
		await this.sending;
		const last = this.undone.pop();
		if (!last) return;
		const { error } = await this.take_back(last);
		const { is_passing } = maintenance_visit_app.dispatch;
		if (!error) frappe.show_alert({ message: __("Undone"), indicator: "blue" }, 3);
		else if (is_passing(error)) this.undone.push(last);
		this.toolbar.draw_state();
	}

	take_back({ visit, plan, was, is_new, moves }) {
		if (moves) return this.move_all(moves, true);
		if (is_new) return this.send("moves.take_back", { visit, modified: this.made.get(visit) });
		return this.move_named(visit, plan, was, true);
	}

	/** A visit that was moved to days that aren't shown. */
	find(visit) {
		return frappe.xcall(`${maintenance_visit_app.dispatch.METHODS}.board.get_visit`, { visit });
	}
};
