// All of the board without a mouse: arrows walk from card to card, Space lifts one, arrows carry it, Enter puts it down.

frappe.provide("maintenance_visit_app.dispatch");

maintenance_visit_app.dispatch.Keyboard = class {
	constructor(board) {
		this.board = board;
		board.$root.on("keydown", (pressed) => this.press(pressed));
		board.$root.on("focusin", ".dispatch-card", ({ currentTarget }) => this.focus_on(currentTarget));
		board.$root.on("focusout", ".dispatch-card", () => this.leave());
	}

	/** One card is reached by Tab, and the others from it. */
	focus_on(card) {
		this.board.$root.find(".dispatch-card[tabindex=0]").attr("tabindex", "-1");
		card.tabIndex = 0;
	}

	remember() {
		const card = this.board.$root.find(".dispatch-card:focus")[0];
		return card && { ...card.dataset, number: this.get_cards().indexOf(card) };
	}

	/** What was drawn anew has the focus again, or what came in its place; the first card is where Tab leads to. */
	restore(focused) {
		const cards = this.get_cards();
		const card = focused && this.find_again(cards, focused);
		if (card) card.focus({ preventScroll: true });
		else if (cards.length && !this.board.$root.find(".dispatch-card[tabindex=0]").length)
			cards[0].tabIndex = 0;
	}

	/** A visit may have gone from a lane to the tray, or back. */
	find_again(cards, { visit, thing, ofLane, number }) {
		const same = cards.filter(({ dataset }) => (dataset.visit || dataset.thing) === (visit || thing));
		return same.find(({ dataset }) => dataset.ofLane === ofLane) || same[0] || cards[number] || cards.at(-1);
	}

	get_cards() {
		return this.board.$root.find(".dispatch-card").get();
	}

	press(pressed) {
		const act = pressed.ctrlKey || pressed.metaKey ? this.get_undo(pressed) : this.get_act(pressed);
		if (!act) return;
		pressed.preventDefault();
		pressed.stopPropagation();
		act();
	}

	get_undo({ key, target }) {
		return key === "z" && !$(target).is("input, textarea") ? () => this.board.undo() : null;
	}

	get_act({ key, target, altKey }) {
		const card = target.closest(".dispatch-card");
		if (!card || altKey) return null;
		return this.carried ? this.get_carrying(key) : this.get_walking(key, card);
	}

	get_walking(key, card) {
		const actions = {
			Enter: () => maintenance_visit_app.dispatch.open_plan(this.board, this.get_thing(card)),
			" ": () => this.lift(card),
			x: () => card.dataset.thing && this.board.tray.choose(card.dataset.thing),
		};
		if (actions[key]) return actions[key];
		const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
		return direction && (() => this.walk(card, ...direction));
	}

	get_thing({ dataset: { visit, thing } }) {
		return thing ? this.board.tray.find(thing) : this.board.get_visit(visit);
	}

	/** Go to the nearest card in a direction. */
	walk(card, x, y) {
		this.board.lanes.finish();
		const here = this.get_middle(card);
		let nearest = null;
		for (const other of this.get_cards()) {
			const there = this.get_middle(other);
			const along = (there.x - here.x) * x + (there.y - here.y) * y;
			const aside = Math.abs((there.x - here.x) * y) + Math.abs((there.y - here.y) * x);
			const distance = along + 3 * aside;
			if (along > 2 && (!nearest || distance < nearest.distance)) nearest = { other, distance };
		}
		nearest?.other.focus();
	}

	get_middle(element) {
		const { left, top, width, height } = element.getBoundingClientRect();
		return { x: left + width / 2, y: top + height / 2 };
	}

	lift(card) {
		if (!card.classList.contains("is-movable")) {
			this.board.say(__("Only visits that nobody has begun can be moved."));
			return;
		}
		this.board.lanes.finish();
		const thing = this.get_thing(card);
		const lifted = card.closest(".dispatch-cell")?.dataset.day;
		const day = lifted || this.board.tray.get_day(thing);
		this.carried = {
			card,
			...this.get_lifted(card.dataset, thing),
			day: Math.max(this.board.days.indexOf(day), 0),
			start: this.get_lifted_start(thing, lifted),
			lifted,
		};
		card.classList.add("is-lifted");
		this.show();
	}

	get_lifted({ thing: key, ofLane }, thing) {
		if (key) return { things: this.board.tray.get_dragged(key), from: "", lane: 0 };
		return { things: [thing], from: ofLane, lane: this.get_lanes().indexOf(ofLane) };
	}

	/** What has begun on an earlier day keeps its hour. */
	get_lifted_start({ mntc_date, start }, lifted) {
		if (this.board.view !== "day" || mntc_date < lifted) return undefined;
		return start ?? 8 * 60;
	}

	get_lanes() {
		return this.board.$root
			.find("[data-row]")
			.get()
			.map(({ dataset }) => dataset.row);
	}

	get_carrying(key) {
		const { SNAP } = maintenance_visit_app.dispatch;
		const aside = this.board.view === "day" ? SNAP : 1;
		return {
			ArrowUp: () => this.carry(-1, 0),
			ArrowDown: () => this.carry(1, 0),
			ArrowLeft: () => this.carry(0, -aside),
			ArrowRight: () => this.carry(0, aside),
			Enter: () => this.put_down(true),
			" ": () => this.put_down(true),
			Escape: () => this.put_down(false),
			Delete: () => this.unassign(),
			Tab: () => this.put_down(false),
		}[key];
	}

	carry(lanes, steps) {
		const { carried, board } = this;
		const between = (value, least, most) => Math.min(Math.max(value, least), most);
		carried.lane = between(carried.lane + lanes, 0, this.get_lanes().length - 1);
		if (carried.start === undefined) carried.day = between(carried.day + steps, 0, board.days.length - 1);
		else carried.start = between(carried.start + steps, 0, 24 * 60 - maintenance_visit_app.dispatch.SNAP);
		this.show();
	}

	/** Mark the cell, and say where it would go. */
	show() {
		const place = this.get_place();
		this.board.$root.find(".is-over").removeClass("is-over");
		const $cells = this.board.$root.find(".dispatch-cell").filter((_number, { dataset }) => {
			return dataset.lane === place.lane && dataset.day === place.day;
		});
		$cells.last().addClass("is-over")[0]?.scrollIntoView({ block: "nearest" });
		const time = place.start === undefined ? "" : maintenance_visit_app.dispatch.write_time(place.start);
		const where = [place.lane, maintenance_visit_app.dispatch.write_day(place.day, "long"), time]
			.filter(Boolean)
			.join(", ");
		this.board.say(where);
		frappe.show_alert({ message: `${frappe.utils.escape_html(where)} · ${__("Enter puts it down")}` }, 2);
	}

	get_place() {
		const { lane, day, start } = this.carried;
		return { lane: this.get_lanes()[lane], day: this.board.days[day], start };
	}

	put_down(is_placed) {
		const { carried } = this;
		const place = this.get_place();
		this.carried = null;
		carried.card.classList.remove("is-lifted");
		this.board.$root.find(".is-over").removeClass("is-over");
		if (!is_placed) {
			this.board.say(__("Left where it was"));
			this.board.catch_up();
			return;
		}
		const { things, from, lifted } = carried;
		this.board.dropping.drop(things, { from, lifted, ...place });
		this.board.catch_up();
	}

	/** Who goes elsewhere carries nothing any more. */
	leave() {
		if (this.carried) this.put_down(false);
	}

	unassign() {
		const { things, from } = this.carried;
		this.put_down(false);
		if (from) this.board.dropping.drop(things, { from, lane: null });
	}
};
