// Cards are dragged with a mouse, a pen or a finger that rests a moment; their right end is stretched.

frappe.provide("maintenance_visit_app.dispatch");

maintenance_visit_app.dispatch.Dragging = class {
	constructor(board) {
		this.board = board;
		const root = board.$root[0];
		root.addEventListener("pointerdown", (pointer) => this.press(pointer));
		root.addEventListener("click", (click) => this.click(click), true);
		root.addEventListener("touchmove", (touch) => this.lifted && touch.preventDefault(), { passive: false });
	}

	is_busy() {
		return Boolean(this.lifted);
	}

	get_card(target) {
		const card = target.closest(".dispatch-card");
		if (!card) return null;
		const { visit, thing, ofLane } = card.dataset;
		if (thing) return { card, things: this.board.tray.get_dragged(thing), key: thing, lane: "" };
		const { day } = card.closest(".dispatch-cell").dataset;
		return { card, things: [this.board.get_visit(visit)], lane: ofLane, day };
	}

	press(pointer) {
		// A second finger carries nothing
		const pressed = !this.pressed && pointer.button === 0 && this.get_card(pointer.target);
		if (!pressed || !pressed.card.classList.contains("is-movable")) return;
		const is_touch = pointer.pointerType === "touch";
		this.pressed = { ...pressed, x: pointer.clientX, y: pointer.clientY, is_touch };
		this.pressed.is_resize = Boolean(pointer.target.closest(".dispatch-grip"));
		if (is_touch) this.timer = window.setTimeout(() => this.pressed && this.lift(this.pressed), 350);
		const is_same = ({ pointerId }) => pointerId === pointer.pointerId;
		this.follow = (moved) => is_same(moved) && this.move(moved);
		this.release = (released) => is_same(released) && this.let_go(released);
		document.addEventListener("pointermove", this.follow);
		document.addEventListener("pointerup", this.release);
		document.addEventListener("pointercancel", this.release);
	}

	move(pointer) {
		if (!this.lifted) {
			const { x, y, is_touch } = this.pressed;
			const distance = Math.hypot(pointer.clientX - x, pointer.clientY - y);
			if (distance < 6) return;
			// A finger that moves at once scrolls
			if (is_touch) return void this.let_go();
			this.lift(this.pressed);
		}
		pointer.preventDefault();
		if (this.lifted.is_resize) this.stretch(pointer);
		else this.carry(pointer);
	}

	lift(pressed) {
		this.lifted = pressed;
		pressed.card.classList.add("is-lifted");
		document.body.classList.add("dispatch-is-dragging");
		const box = pressed.card.getBoundingClientRect();
		pressed.grab = pressed.lane ? Math.min(pressed.x - box.left, box.width) : 0;
		if (pressed.is_resize) return;
		const $ghost = $(pressed.card.cloneNode(true)).removeAttr("style").addClass("dispatch-ghost");
		if (pressed.things.length > 1) $ghost.append(`<b class="dispatch-number">${pressed.things.length}</b>`);
		this.$ghost = $ghost.css("width", Math.min(box.width, 220)).appendTo(document.body);
	}

	carry(pointer) {
		const { clientX: x, clientY: y } = pointer;
		this.$ghost.css("transform", `translate(${x + 8}px, ${y + 8}px)`);
		this.scroll(y);
		const place = this.get_place(x, y);
		if (place?.cell !== this.over) {
			this.over?.classList.remove("is-over");
			this.over = place?.cell;
			this.over?.classList.add("is-over");
		}
		this.show_time(place);
		this.place = place;
	}

	/** Where a point is: a lane and its day, on the timeline with the time; or the tray. */
	get_place(x, y) {
		const cell = document.elementFromPoint(x, y)?.closest("[data-lane]");
		if (!cell || !this.board.$root[0].contains(cell)) return null;
		const { lane, day, from, to } = cell.dataset;
		if (!lane) return { cell, lane: null };
		if (!from) return { cell, lane, day };
		return { cell, lane, day, start: this.get_time(cell, x - this.lifted.grab, Number(from), Number(to)) };
	}

	get_time(cell, x, from, to) {
		const { left, width } = cell.getBoundingClientRect();
		const { SNAP } = maintenance_visit_app.dispatch;
		const minutes = from + ((x - left) / width) * (to - from);
		return Math.min(Math.max(Math.round(minutes / SNAP) * SNAP, 0), 24 * 60 - SNAP);
	}

	show_time(place) {
		const at = place?.start;
		const time = at === undefined ? "" : maintenance_visit_app.dispatch.write_time(at);
		if (time) this.$ghost.find(".dispatch-card-time").text(time);
	}

	/** Near the border of the lanes they scroll. */
	scroll(y) {
		const main = this.board.$main[0];
		const { top, bottom } = main.getBoundingClientRect();
		if (y < top + 40) main.scrollTop -= 15;
		if (y > bottom - 40) main.scrollTop += 15;
	}

	stretch({ clientX: x }) {
		const { card, things } = this.lifted;
		const cell = card.closest(".dispatch-timeline");
		if (!cell) return;
		const [visit] = things;
		const { from, to } = cell.dataset;
		const end = this.get_time(cell, x, Number(from), Number(to));
		this.minutes = Math.max(end - visit.start, maintenance_visit_app.dispatch.SNAP);
		card.style.width = `${(this.minutes / (to - from)) * 100}%`;
		const { write_duration } = maintenance_visit_app.dispatch;
		card.querySelector(".dispatch-card-more").textContent = write_duration(this.minutes);
	}

	let_go(pointer) {
		window.clearTimeout(this.timer);
		document.removeEventListener("pointermove", this.follow);
		document.removeEventListener("pointerup", this.release);
		document.removeEventListener("pointercancel", this.release);
		const { lifted, place, minutes } = this;
		this.put_down();
		if (!lifted || !pointer || pointer.type === "pointercancel") return void this.board.catch_up();
		this.has_dragged = true;
		window.setTimeout(() => (this.has_dragged = false));
		if (lifted.is_resize && minutes) this.resize(lifted.things[0], minutes);
		else if (place) this.drop(lifted, place);
		this.board.catch_up();
	}

	put_down() {
		this.lifted?.card.classList.remove("is-lifted");
		document.body.classList.remove("dispatch-is-dragging");
		this.$ghost?.remove();
		this.over?.classList.remove("is-over");
		Object.assign(this, {
			lifted: null,
			pressed: null,
			place: null,
			over: null,
			minutes: null,
			$ghost: null,
		});
	}

	/** What is dropped on the tray, and comes from there, stays. */
	drop({ things, lane: from, day: lifted }, { lane, day, start }) {
		if (lane !== null || from) this.board.dropping.drop(things, { from, lane, day, start, lifted });
	}

	resize(visit, minutes) {
		const plan = maintenance_visit_app.dispatch.get_plan(visit);
		this.board.move(visit, { ...plan, planned_duration: minutes * 60 });
	}

	/** A click opens the plan; in the tray one with Ctrl or Shift chooses. */
	click(click) {
		const found = this.get_card(click.target);
		if (!found) return;
		click.stopPropagation();
		if (this.has_dragged) return;
		if (found.key && (click.ctrlKey || click.metaKey || click.shiftKey)) {
			this.board.tray.choose(found.key, click.shiftKey);
			return;
		}
		const thing = found.key ? this.board.tray.find(found.key) : found.things[0];
		maintenance_visit_app.dispatch.open_plan(this.board, thing);
	}
};
